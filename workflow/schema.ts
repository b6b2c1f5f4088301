import { z } from "zod";
import { partsOf } from "./json-path.ts";

/** What to write instead of a part that was refused, found by its schema. */
export const uses = z.registry<{ use: string }>();

/** Headers that say how and from whom an answer is fetched: the runner's to set. */
const RESERVED = [
    ...["host", "connection", "content-length", "transfer-encoding", "expect", "upgrade", "te", "trailer"],
    ...["accept-encoding", "cookie"],
];
/** Some of what HTTP allows: visible ASCII, in which a placeholder may stand. */
const HEADER_VALUE = /^[\x20-\x7e]+$/;

const line = (most: number) => new RegExp(`^(?! )[^\\p{Cc}]{1,${most}}(?<! )$`, "u");
const headerName = z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/);
const jsonPath = z
    .string()
    .max(200)
    .refine((path) => partsOf(path) !== undefined);
const headerValue = z.string().max(4000).regex(HEADER_VALUE);

/** A path of the app's own, never of another host, as it goes over the wire. */
function isPath(text: string): boolean {
    return /^\/(?!\/)[\x21\x22\x24-\x5b\x5d-\x7e]*$/.test(text.replace(/\{\{ *\w+ *\}\}/g, "x"));
}

const name = z
    .string()
    .regex(line(100))
    .register(uses, { use: "a name on one line, of 1 to 100 characters" });
const method = z
    .enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    .register(uses, { use: "GET, HEAD, POST, PUT, PATCH or DELETE" });
const path = z
    .string()
    .max(2000)
    .refine(isPath)
    .register(uses, { use: "a path such as /orders/{{order}}, without a host, a # or a blank" });
const headers = z
    .record(
        headerName.refine((text) => !RESERVED.includes(text.toLowerCase())),
        headerValue.register(uses, { use: "a text of visible ASCII characters" }),
    )
    .register(uses, { use: `a map of headers to texts; the runner itself sets ${RESERVED.join(", ")}` });
// Numbers that JSON lacks would be sent as null.
const body = z
    .unknown()
    .refine((value) => !/"\(not JSON\)"/.test(JSON.stringify(value, withoutOdd) ?? ""))
    .register(uses, { use: "what JSON can say: maps, lists, texts, numbers, true, false, null" });

function withoutOdd(_: string, value: unknown): unknown {
    const isOdd = typeof value === "number" ? !Number.isFinite(value) : typeof value === "bigint";
    return isOdd ? "(not JSON)" : value;
}

const capture = z
    .record(
        z
            .string()
            .max(50)
            .regex(/^[a-z][A-Za-z0-9]*$/),
        z
            .union([z.strictObject({ json: jsonPath }), z.strictObject({ header: headerName })])
            .register(uses, { use: "{ json: $.id } or { header: location }" }),
    )
    .register(uses, { use: "a map of names such as orderId to { json: $.id } or { header: location }" });

const present = z.strictObject({ present: z.boolean() });
const expectedHeaders = z
    .record(
        headerName,
        z
            .union([
                z.strictObject({ equals: headerValue }),
                z.strictObject({ contains: headerValue }),
                present,
            ])
            .register(uses, { use: "{ equals: text }, { contains: text }, { present: true } or false" }),
    )
    .register(uses, { use: "a map of headers to what is expected of them" });
const expectedJson = z
    .record(
        jsonPath,
        z
            .union([
                // Without a value it would hold for nothing that an app can answer.
                z.strictObject({ equals: z.unknown().refine((value) => value !== undefined) }),
                z.strictObject({ oneOf: z.array(z.unknown()).min(1) }),
                present,
            ])
            .register(uses, { use: "{ equals: value }, { oneOf: [values] }, { present: true } or false" }),
    )
    .register(uses, { use: "a map of paths such as $.id or $.orders[0].id to what is expected there" });
const expect = z
    .strictObject({
        status: z
            .number()
            .int()
            .min(200)
            .max(599)
            .register(uses, { use: "a status from 200 to 599, without quotes" }),
        headers: expectedHeaders.optional(),
        json: expectedJson.optional(),
        maxMilliseconds: z.number().int().min(1).max(30_000).register(uses, { use: "1 to 30000" }).optional(),
    })
    .register(uses, { use: "a map with status, and if need be headers, json and maxMilliseconds" });
const withinSeconds = z.number().int().min(1).max(120).register(uses, { use: "1 to 120" });

const step = z
    .strictObject({
        name,
        method,
        path,
        headers: headers.optional(),
        body: body.optional(),
        capture: capture.optional(),
        expect,
        withinSeconds: withinSeconds.optional(),
    })
    .register(uses, { use: "a map with name, method, path and expect" });

/** What workflow.yaml may say. */
export const schema = z
    .strictObject({
        name,
        steps: z.array(step).min(1).max(50).register(uses, { use: "a list of 1 to 50 steps" }),
        /** What holds whatever was done before: looked at after the steps, and after a load. */
        always: z
            .array(step)
            .min(1)
            .max(50)
            .register(uses, { use: "a list of 1 to 50 steps, or leave it out" })
            .optional(),
    })
    .register(uses, { use: "a map with name and steps, and if need be always" });

/** The core workflow: what must work, or nothing else of the app matters. */
export type Workflow = z.infer<typeof schema>;
export type Step = z.infer<typeof step>;
export type Expectation = z.infer<typeof expect>;
