import * as pulumi from "@pulumi/pulumi";

export type Made = { type: string; name: string; inputs: Record<string, unknown> };

/** What a component asks for when it is built alone, against a cloud that makes up every ARN and accepts anything. */
export async function recorded(build: () => void): Promise<Made[]> {
    const made: Made[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource({ type, name, inputs }) {
                made.push({ type, name, inputs: inputs as Record<string, unknown> });
                const state = {
                    name,
                    arnSuffix: name,
                    dnsName: `${name}.test`,
                    address: `${name}.test`,
                    bucket: `acme-${name}`,
                    primaryEndpointAddress: `${name}.test`,
                    keyId: name,
                    result: name,
                    hex: name,
                    domainName: `${name}.test`,
                    engineArn: `arn:aws:lambda:eu-central-1:123456789012:function:cwsyn-${name}:1`,
                    properties: '{"Id":"chosen"}',
                    hostedZoneId: `${name}-zone`,
                    fqdn: (inputs as { name?: string }).name?.replace(/\.$/, ""),
                    domainValidationOptions: validations(inputs as Partial<Asked>),
                };
                return { id: `${name}-id`, state: { arn: `arn:${name}`, ...state, ...(inputs as object) } };
            },
            call: () => ({}),
        },
        "project",
        "stack",
        false,
    );
    // Without an engine nobody calls them, and the SDK's own stand-in for one can't take them.
    Object.assign(pulumi.runtime.getMonitor() as object, {
        registerResourceHook: (_request: unknown, done: (error: null, answer: object) => void) =>
            done(null, {}),
    });
    build();
    await pulumi.runtime.disconnect();
    return made;
}

interface Asked {
    domainName: string;
    subjectAlternativeNames: string[];
}

/** What ACM asks for: of a name the same record, whichever certificate it is for. */
function validations({ domainName, subjectAlternativeNames = [] }: Partial<Asked>) {
    return [domainName, ...subjectAlternativeNames].map((name, at) => ({
        domainName: name,
        ...{ resourceRecordName: `_${"ab"[at]}.${name}.`, resourceRecordType: "CNAME" },
        resourceRecordValue: `_${"xy"[at]}.acm-validations.aws.`,
    }));
}

/** The inputs of the one resource of a type, or of the one that has a name too. */
export function inputsOf(made: Made[], type: string, name?: string): Record<string, unknown> {
    const found = made.filter((one) => one.type === type && (name === undefined || one.name === name));
    if (found.length !== 1) throw new Error(`${found.length} of ${type} ${name ?? ""}`);
    return found[0]!.inputs;
}
