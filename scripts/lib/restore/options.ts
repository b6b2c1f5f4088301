import { yesOption } from "../confirm.ts";
import { stackOption } from "../environment.ts";
import { extractOptions } from "../extract/asked.ts";

/** All that `npm run restore` takes. */
export const restoreOptions = {
    ...stackOption,
    to: {
        type: "string",
        value: "POINT",
        says: "A second in UTC (2026-11-20T02:00:00Z), or a snapshot or recovery point of `npm run backups`.",
    },
    from: {
        type: "string",
        value: "NAME",
        says: "With a second: the generation whose backup is meant; without it the active one. With a snapshot: the stack that it is of; without it this one.",
    },
    cutover: {
        type: "string",
        value: "GENERATION",
        says: "Make it the database in use; the one that serves already: give up what was begun.",
    },
    cutback: { type: "boolean", says: "Go back to the generation that the last change-over came from." },
    promote: {
        type: "string",
        value: "GENERATION",
        says: "Let one that follows another region's database follow no more, for good: that region is lost.",
    },
    fence: {
        type: "boolean",
        says: "With --promote: first let nobody into the database that it follows, and restart it. Never in a drill.",
    },
    "leave-writes": {
        type: "string",
        value: "COUNT",
        says: "On the way back: how many writes may stay behind, at most; the plan counts them.",
    },
    lost: {
        type: "boolean",
        says: "With --cutover: the one that serves is down and stays so. Nothing can close it, or count what is only there.",
    },
    retire: { type: "string", value: "GENERATION", says: "Delete a generation that is not in use." },
    reason: {
        type: "string",
        value: "TEXT",
        says: "With --retire: why it may be deleted. With --extract: why, kept with the rows.",
    },
    ...extractOptions,
    apply: { type: "boolean", says: "Do it. Without it the plan is shown, and nothing changes." },
    "despite-faults": {
        type: "boolean",
        says: "Go on though the rehearsal finds faults, or the copy for --extract is not proven.",
    },
    ...yesOption,
} as const;
