import { isObject, secret, UNKNOWN, type Properties, type Value } from "../values.ts";

/**
 * Texts inside objects that a provider makes secret by itself when it checks the inputs, so that nobody has to wrap
 * them. Source: fields tagged `provider:"secret"` in pulumi-docker-build 0.0.21, provider/internal/registry.go.
 */
const KEPT: Record<string, { list: string; member: string }> = {
    "docker-build:index:Image": { list: "registries", member: "password" },
    "docker-build:index:Index": { list: "registry", member: "password" },
};

/** The inputs, with what the provider keeps secret marked as such. */
export function keptSecret(type: string, inputs: Properties): Properties {
    const kept = KEPT[type];
    const value = kept && inputs[kept.list];
    if (!kept || value === undefined) return inputs;
    const mark = (one: Value): Value =>
        isObject(one) && typeof one[kept.member] === "string" && one[kept.member] !== UNKNOWN
            ? { ...one, [kept.member]: secret(one[kept.member] as Value) }
            : one;
    return { ...inputs, [kept.list]: Array.isArray(value) ? value.map(mark) : mark(value) };
}
