/** Of a rule of ECR's lifecycle policies: the images that it is for. */
export interface Selection {
    tagStatus?: string;
    countType?: string;
    countNumber?: unknown;
}

interface Rule {
    selection?: Selection;
    action?: { type?: string };
}

/** The images that a lifecycle policy deletes. It is text or data: the provider takes both. */
export function expiring(policy: unknown): Selection[] {
    const document: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
    const { rules } = document as { rules: Rule[] };
    return rules.flatMap(({ selection = {}, action }) => (action?.type === "expire" ? [selection] : []));
}
