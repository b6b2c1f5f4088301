import type { Value } from "../values.ts";
import { aws, rule } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { schema } from "./sources.ts";

const resource = aws("cloudcontrol", "Resource");
const TYPE = "AWS::RUM::AppMonitor";
const source = schema("AWS::RUM::AppMonitor");

interface State {
    Name?: string;
    Domain?: string;
    AppMonitorConfiguration?: { SessionSampleRate?: number; Telemetries?: string[] };
    ResourcePolicy?: { PolicyDocument?: string };
}

/** What the Cloud Control API is asked for, as far as it is JSON: the rest has a row of its own. */
function stateOf(value: Value): State | undefined {
    try {
        const state: unknown = JSON.parse(String(value));
        return typeof state === "object" && state !== null ? (state as State) : undefined;
    } catch {
        return undefined;
    }
}

/** A row of one type that the Cloud Control API makes: nobody else looks into its text. */
function within(
    what: string,
    judge: (state: State) => string | undefined,
    accepts: State[],
    refuses: State[],
): Limit {
    const asked = (changes: State) => ({
        typeName: TYPE,
        desiredState: JSON.stringify({ Name: "shop", Domain: "shop.example.com", ...changes }),
    });
    const check = (value: Value, { typeName }: Record<string, Value>) => {
        const state = stateOf(value);
        return typeName === TYPE && state ? judge(state) : undefined;
    };
    return rule(resource, "desiredState", what, source, check, accepts.map(asked), refuses.map(asked));
}

const rate = (SessionSampleRate: number) => ({ AppMonitorConfiguration: { SessionSampleRate } });
const domain =
    /^(localhost)$|^((25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)$|(?=^[a-zA-Z0-9.*-]{4,253}$)(?!.*\.-)(?!.*-\.)(?!.*\.\.)(?!.*[^.]{64,})^(\*\.)?(?![-.*])[^*]{1,}\.(\*|(?!.*--)(?=.*[a-zA-Z])[^*]{1,}[^*-])$/;
const telemetries = ["errors", "performance", "http"];
const policy = (Sid: string) => ({ ResourcePolicy: { PolicyDocument: JSON.stringify({ Sid }) } });

/** Monitors of real users. */
export const monitors: Limit[] = [
    rule(
        resource,
        "desiredState",
        "json",
        'Cloud Control API User Guide, "Creating a resource", read 2026-11-23',
        (value) =>
            typeof value !== "string" || stateOf(value) ? undefined : "is no JSON; use an object as text",
        [{ desiredState: "{}" }],
        [{ desiredState: "Name: shop" }],
    ),
    within(
        "name",
        ({ Name }) =>
            /^(?!\.)[.\-_/#A-Za-z0-9]{1,255}$/.test(Name ?? "")
                ? undefined
                : `has the Name ${JSON.stringify(Name)}; use 1 to 255 letters, digits and . - _ / #`,
        [{ Name: "a".repeat(255) }, { Name: "shop-live_1.a#b" }],
        [{ Name: "a".repeat(256) }, { Name: "" }, { Name: "the shop" }],
    ),
    within(
        "domain",
        ({ Domain }) =>
            Domain === undefined || domain.test(Domain)
                ? undefined
                : `has the Domain ${JSON.stringify(Domain)}; use a name such as shop.example.com`,
        [{ Domain: "*.example.com" }, { Domain: "localhost" }],
        [
            { Domain: "https://shop.example.com" },
            { Domain: "shop" },
            { Domain: `${"a".repeat(64)}.example.com` },
        ],
    ),
    within(
        "sample rate",
        ({ AppMonitorConfiguration: { SessionSampleRate: share = 0.1 } = {} }) =>
            share >= 0 && share <= 1 ? undefined : `has the SessionSampleRate ${share}; use 0 to 1`,
        [rate(0), rate(1)],
        [rate(1.01), rate(-0.01), rate(20)],
    ),
    within(
        "telemetries",
        ({ AppMonitorConfiguration: { Telemetries = [] } = {} }) => {
            const strange = Telemetries.find((one) => !telemetries.includes(one));
            return strange === undefined
                ? undefined
                : `has the telemetry ${JSON.stringify(strange)}; use ${telemetries.join(", ")}`;
        },
        [{ AppMonitorConfiguration: { Telemetries: telemetries } }],
        [{ AppMonitorConfiguration: { Telemetries: ["vitals"] } }],
    ),
    within(
        "policy",
        ({ ResourcePolicy: { PolicyDocument = "" } = {} }) => {
            const bytes = Buffer.byteLength(PolicyDocument);
            return bytes <= 4096 ? undefined : `has a ResourcePolicy of ${bytes} bytes; use at most 4096`;
        },
        [policy("a".repeat(4086))],
        [policy("a".repeat(4087))],
    ),
];
