const READ = "2026-11-21";

/** An operation or structure of AWS's own service model, as botocore ships it: ranges, patterns and documentation. */
export function api(service: string, shape: string, read = READ): string {
    return `AWS service model ${service} ${shape} (botocore 1.44.5), read ${read}`;
}

/** A page of documentation. */
export function page(url: string, read = READ): string {
    return `${url}, read ${read}`;
}

/** The typings of the installed @pulumi/aws. */
export function typings(file: string, read = READ): string {
    return `@pulumi/aws 7.48.0 ${file}.d.ts, read ${read}`;
}

/** AWS's resource schemas and price-list data as cfn-lint ships them. */
export function schema(file: string): string {
    return `AWS schemas in cfn-lint 1.58.0, ${file}, read ${READ}`;
}
