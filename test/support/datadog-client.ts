import { createRequire } from "node:module";

type Serializer = Record<
    "serialize" | "deserialize",
    (data: unknown, type: string, format: string) => unknown
>;

// The client's own models: what it sends goes through them. They are no part of what it exports. It stays at 1.31.0,
// which reads all that we send: 1.64.0 has 28,086 files for 8,566, a quarter of all that `npm ci` unpacks.
const require = createRequire(import.meta.url);
type Module = { ObjectSerializer: Serializer };
const serializers = {
    v1: () =>
        require("@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/ObjectSerializer.js") as Module,
    v2: () =>
        require("@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/models/ObjectSerializer.js") as Module,
};

/** What Datadog's own client makes of what we would send, and every part of it that the client does not know. */
export function throughClient(
    json: unknown,
    type: string,
    version: keyof typeof serializers = "v1",
): { back: unknown; strange: string[] } {
    const { ObjectSerializer: serializer } = serializers[version]();
    const model = serializer.deserialize(json, type, "");
    // As it goes over the wire: without what is undefined.
    const back: unknown = JSON.parse(JSON.stringify(serializer.serialize(model, type, "")));
    return { back, strange: [...strangeIn(model, type)] };
}

function* strangeIn(value: unknown, at: string): Generator<string> {
    if (typeof value !== "object" || value === null) return;
    if (value.constructor.name === "UnparsedObject" || "_unparsed" in value) yield `${at} is not read`;
    for (const [key, one] of Object.entries(value)) {
        if (key === "additionalProperties")
            yield* Object.keys(one as object).map((name) => `${at}.${name} is not known`);
        else if (key !== "_unparsed") yield* strangeIn(one, `${at}.${key}`);
    }
}
