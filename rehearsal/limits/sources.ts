/** An operation or structure of AWS's own service model, as botocore ships it: ranges, patterns and documentation. */
export function api(service: string, shape: string): string {
    return `AWS service model ${service} ${shape} (botocore 1.44.5), read 2026-11-21`;
}

/** A page of documentation. */
export function page(url: string): string {
    return `${url}, read 2026-11-21`;
}

/** The typings of the installed @pulumi/aws. */
export function typings(file: string): string {
    return `@pulumi/aws 7.48.0 ${file}.d.ts, read 2026-11-21`;
}

/** AWS's resource schemas and price-list data as cfn-lint ships them. */
export function schema(file: string): string {
    return `AWS schemas in cfn-lint 1.58.0, ${file}, read 2026-11-21`;
}
