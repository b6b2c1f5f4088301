/** Datadog has nothing that would say the same; its message says why. CloudWatch alone looks at it. */
export class NoCounterpart extends Error {}
