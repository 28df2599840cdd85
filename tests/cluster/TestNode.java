import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opensearch.Version;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** A node of OpenSearch whose settings are the arguments. It ends when its standard input does: with the tests. */
public class TestNode extends Node {
    private TestNode(Environment environment, List<PluginInfo> plugins) {
        super(environment, plugins, true);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = Stream.of(arguments)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Environment environment = InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, settings, null, () -> "node");
        new TestNode(environment, List.of(plugin(Netty4ModulePlugin.class), plugin(CommonAnalysisModulePlugin.class))).start();
        while (System.in.read() >= 0) {
        }
        Runtime.getRuntime().halt(0);
    }

    private static PluginInfo plugin(Class<?> plugin) {
        String name = plugin.getName();
        return new PluginInfo(name, "of the class path", "NA", Version.CURRENT, "21", name, null, List.of(), false);
    }
}
