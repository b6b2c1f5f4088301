import { alphabet, aws, length, rule } from "./kinds.ts";
import { numberOf, type Limit } from "./row.ts";
import { api } from "./sources.ts";

const bus = aws("cloudwatch", "EventBus");
const archive = aws("cloudwatch", "EventArchive");

const createBus = api("events", "CreateEventBus");
const createArchive = api("events", "CreateArchive");
const letters = "letters, digits and . - _";

export const events: Limit[] = [
    length(bus, "name", 1, 256, createBus),
    alphabet(
        bus,
        "name",
        /^(?!default$)([\w.-]+|aws\.partner(\/[\w.-]+){2,})$/,
        `${letters}, and not "default"`,
        createBus,
        {
            good: ["orders.v1", "aws.partner/example.com/123/orders"],
            bad: ["default", "orders/v1", "orders v1"],
        },
    ),
    length(bus, "description", 0, 512, createBus),
    length(archive, "name", 1, 48, createArchive),
    alphabet(archive, "name", /^[\w.-]+$/, letters, createArchive, {
        good: ["orders_v1-a.b"],
        bad: ["orders/v1", "orders v1"],
    }),
    length(archive, "eventPattern", 0, 4096, createArchive),
    rule(
        archive,
        "retentionDays",
        "range",
        createArchive,
        (value) => {
            const days = numberOf(value);
            return days !== undefined && days < 0
                ? `is ${days}; use 0, which is for ever, or more`
                : undefined;
        },
        [{ retentionDays: 0 }, { retentionDays: 30 }],
        [{ retentionDays: -1 }],
    ),
];
