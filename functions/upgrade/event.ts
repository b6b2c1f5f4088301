export interface UpgradeEvent {
    action: "begin" | "status" | "check" | "abandon";
    to: string;
}

const actions = ["begin", "status", "check", "abandon"];

/** The event as it has to be, or an error that says what to use. */
export function readEvent(event: unknown): UpgradeEvent {
    const { action, to } = Object(event) as Partial<Record<string, unknown>>;
    if (typeof action === "string" && actions.includes(action) && typeof to === "string" && to !== "")
        return { action: action as UpgradeEvent["action"], to };
    const seen = JSON.stringify(event) ?? "nothing";
    throw new Error(`The event is ${seen}; use {"action":"${actions.join('" or "')}","to":"<instance>"}.`);
}
