import * as pulumi from "@pulumi/pulumi";

/** As long as IAM lets a role's name be (its API Reference, CreateRole). */
const longest = 64;

/**
 * Calls every role after the environment, whoever makes it: by that, and by nothing else that IAM looks at when a role is
 * handed over, a right to hand roles over ends at the environment.
 */
export function nameRolesAfter(environment: string): void {
    pulumi.runtime.registerResourceTransform(({ type, name, props, opts }) => {
        if (type !== "aws:iam/role:Role" || props.name !== undefined) return undefined;
        const full = `${environment}-${name}`;
        if (full.length > longest)
            throw new Error(
                `The role ${full} has ${full.length} characters, and IAM takes ${longest}; use a shorter name for the project or the stack.`,
            );
        return { props: { ...props, name: full }, opts };
    });
}
