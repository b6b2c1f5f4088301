export type UpgradeEvent = { action: "look" } | { action: (typeof actions)[number]; to: string };

const actions = ["begin", "status", "check", "abandon"] as const;

/** The event as it has to be, or an error that says what to use. */
export function readEvent(event: unknown): UpgradeEvent {
    const { action, to } = Object(event) as Partial<Record<string, unknown>>;
    if (action === "look") return { action };
    const known = actions.find((one) => one === action);
    if (known !== undefined && typeof to === "string" && to !== "") return { action: known, to };
    const seen = JSON.stringify(event) ?? "nothing";
    throw new Error(
        `The event is ${seen}; use {"action":"look"}, or {"action":"${actions.join('" or "')}","to":"<instance>"}.`,
    );
}
