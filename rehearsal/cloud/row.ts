import type { Properties, Value } from "../values.ts";

/** The account of the simulated cloud where the program names none: the one that AWS uses in its own documentation. */
export const ACCOUNT = "123456789012";

/** What a row of the tables may look at to make a value. */
export interface Place {
    type: string;
    urn: string;
    id: string;
    region: string;
    account: string;
    inputs: Properties;
    /**
     * A text with `{region}`, `{account}`, `{id}`, `{hex:16}`, `{uuid}` or `{anInput}` in it, filled in. `{hex:16:lb}` is
     * the same in every text of a resource; `{last:cluster}` is what follows the last slash or colon of an input.
     */
    text(template: string): string;
}

/** A text with places to fill, a value, or a function of the place. A text is the most common by far. */
export type Maker = Value | ((place: Place) => Value);
/** How a resource type's id and its outputs look. Outputs may use those above them: `{name}`, `{arn}`. */
export type Row = { id: string | ((place: Place) => string) } & Record<string, Maker>;
