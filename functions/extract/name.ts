/** One name in SQL: bare, which PostgreSQL reads in lower case, or in quotes, where a quote is doubled. */
const PART = String.raw`(?:([\p{L}_][\p{L}\p{N}_$]*)|"((?:[^"\0]|"")+)")`;
const NAME = new RegExp(String.raw`^${PART}\.${PART}$`, "u");

export interface TableName {
    schema: string;
    table: string;
}

/** What an operator types for a table, read as PostgreSQL reads it. */
export function readName(text: string): TableName {
    const [, bareSchema, quotedSchema, bareTable, quotedTable] = NAME.exec(text) ?? [];
    const schema = bareSchema?.toLowerCase() ?? quotedSchema?.replaceAll('""', '"');
    const table = bareTable?.toLowerCase() ?? quotedTable?.replaceAll('""', '"');
    if (schema === undefined || table === undefined) {
        throw new Error(
            `The table is ${text.slice(0, 150)}; use its schema and its name, such as public.orders or public."Order".`,
        );
    }
    return { schema, table };
}
