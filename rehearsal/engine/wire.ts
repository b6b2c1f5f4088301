import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { SECRET, secret, signatureOf, type Properties, type Value } from "../values.ts";

/** A protobuf struct as plain data. */
export function fromStruct(message: struct.Struct | undefined): Properties {
    return (message?.toJavaScript() ?? {}) as Properties;
}

/**
 * Plain data as a protobuf struct; members without a value are left out, as the wire has no `undefined`. Of a secret that
 * only the state knows, which keeps a digest, nothing but that it is one is told.
 */
export function toStruct(properties: Properties): struct.Struct {
    return struct.Struct.fromJavaScript(defined(properties) as never);
}

function defined(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : defined(item)));
    if (typeof value !== "object" || value === null) return value;
    if (signatureOf(value as Value) === SECRET && !("value" in value)) return secret(null);
    return Object.fromEntries(
        Object.entries(value).flatMap(([key, member]) =>
            member === undefined ? [] : [[key, defined(member)]],
        ),
    );
}
