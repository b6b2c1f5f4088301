import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "../values.ts";

/** A protobuf struct as plain data. */
export function fromStruct(message: struct.Struct | undefined): Properties {
    return (message?.toJavaScript() ?? {}) as Properties;
}

/** Plain data as a protobuf struct; members without a value are left out, as the wire has no `undefined`. */
export function toStruct(properties: Properties): struct.Struct {
    return struct.Struct.fromJavaScript(defined(properties) as never);
}

function defined(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : defined(item)));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).flatMap(([key, member]) =>
            member === undefined ? [] : [[key, defined(member)]],
        ),
    );
}
