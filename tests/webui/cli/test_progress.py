"""The bar that a person sees during a reindex."""

import pytest

from webui.cli.progress import ProgressBar


def test_the_bar_moves_within_a_file_and_ends_at_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    bar = ProgressBar()
    bar.start(10_000)
    bar.file(8_000, packed=False)
    for _ in range(100):
        bar.document(40)
    assert bar._bar is not None
    assert 4_000 < bar._bar.n < 8_000, "half read, about"
    bar.document(1_000_000)
    assert bar._bar.n < 8_000, "not before its end, however much text comes out"
    bar.file_done()
    assert bar._bar.n == pytest.approx(8_000)
    bar.file(2_000, packed=True)
    bar.file_done()
    assert bar._bar.n == pytest.approx(10_000)
    bar.stage("publishing")
    bar.close()
    shown = capsys.readouterr().err
    assert "publishing" in shown and "100 documents" in shown
