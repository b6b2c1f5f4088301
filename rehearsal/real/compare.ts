import type { Facts, Observed, Verdict } from "./facts.ts";
import { SECRET, isObject, signatureOf, type Properties, type Value } from "../values.ts";

export interface Difference {
    urn: string;
    /** The path to it, such as `inputs.tags.owner`. */
    field: string;
    real: unknown;
    rehearsed: unknown;
}

export interface Comparison {
    fields: number;
    differences: Difference[];
}

/** What the event log of a preview shows in place of an asset's text. */
const HIDDEN_TEXT = "<contents elided>";
class Comparer {
    readonly result: Comparison = { fields: 0, differences: [] };

    compare(urn: string, field: string, real: unknown, rehearsed: unknown): void {
        if (Array.isArray(real) && Array.isArray(rehearsed) && real.length === rehearsed.length) {
            if (real.length === 0) this.result.fields++;
            real.forEach((item, index) => this.compare(urn, `${field}[${index}]`, item, rehearsed[index]));
        } else if (
            isObject(real as Value) &&
            isObject(rehearsed as Value) &&
            this.sameKind(real, rehearsed)
        ) {
            this.members(urn, field, real as Properties, rehearsed as Properties);
        } else {
            this.result.fields++;
            if (real === HIDDEN_TEXT && typeof rehearsed === "string") return;
            if (JSON.stringify(real) !== JSON.stringify(rehearsed)) {
                this.result.differences.push({ urn, field, real, rehearsed });
            }
        }
    }

    private members(urn: string, field: string, real: Properties, rehearsed: Properties): void {
        const keys = new Set([...Object.keys(real), ...Object.keys(rehearsed)]);
        if (keys.size === 0) this.result.fields++;
        const secret = signatureOf(real) === SECRET;
        // The event log of a preview and the rehearsal's state tell that a value is secret, and not what it is.
        if (secret && !("value" in real && "value" in rehearsed)) {
            this.result.fields++;
            return;
        }
        for (const key of keys) {
            const path = secret ? `${field} (secret)` : `${field}.${key}`;
            this.compare(urn, path, real[key], rehearsed[key]);
        }
    }

    /** Whether both are secret or both are not: that is a difference of its own, whatever the value. */
    private sameKind(real: unknown, rehearsed: unknown): boolean {
        return signatureOf(real as Value) === signatureOf(rehearsed as Value);
    }
}

function byKey<Item>(items: Item[], key: (item: Item) => string): Map<string, Item> {
    return new Map(items.map((item) => [key(item), item]));
}

/** Compares two runs of one program field by field; a resource or verdict that only one has is one difference. */
export function compare(real: Observed, rehearsed: Observed): Comparison {
    const comparer = new Comparer();
    const [left, right] = [real, rehearsed].map(({ resources }) => byKey(resources, ({ urn }) => urn)) as [
        Map<string, Facts>,
        Map<string, Facts>,
    ];
    for (const urn of new Set([...left.keys(), ...right.keys()])) {
        const [a, b] = [left.get(urn), right.get(urn)];
        if (!a || !b) comparer.compare(urn, "urn", a?.urn, b?.urn);
        else for (const key of Object.keys(a) as (keyof Facts)[]) comparer.compare(urn, key, a[key], b[key]);
    }
    comparer.compare("", "deletes", real.deletes, rehearsed.deletes);
    const keyOf = ({ pack, policy, urn, message }: Verdict) => `${pack} ${policy} ${urn} ${message}`;
    const [ours, theirs] = [real, rehearsed].map(({ verdicts }) => byKey(verdicts, keyOf)) as [
        Map<string, Verdict>,
        Map<string, Verdict>,
    ];
    for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
        comparer.compare("", "verdicts", ours.get(key), theirs.get(key));
    }
    return comparer.result;
}

/** Differences as a failing test shows them. */
export function explained(differences: Difference[]): string {
    const shown = differences.slice(0, 40).map(({ urn, field, real, rehearsed }) => {
        const [left, right] = [real, rehearsed].map((value) =>
            (JSON.stringify(value) ?? "nothing").slice(0, 200),
        );
        return `${urn.split("::").slice(2).join("::")} ${field}: the engine has ${left}, the rehearsal ${right}`;
    });
    return shown.join("\n");
}
