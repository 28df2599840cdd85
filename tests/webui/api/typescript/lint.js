// Prints what Redocly's recommended rules find in the OpenAPI document of the first argument; nothing when it is clean.
import { createConfig, lint } from "@redocly/openapi-core";

const config = await createConfig({ extends: ["recommended"] });
for (const found of await lint({ ref: process.argv[2], config })) {
  console.log(found.severity, found.ruleId, found.message, found.location[0]?.pointer);
}
