import { addresses } from "./addresses.ts";
import { grouped, referenceOf, repeated, type Between } from "./group.ts";
import { aws } from "./kinds.ts";
import { names } from "./names.ts";
import { policySize } from "./policy-grammar.ts";
import { familyOf } from "./postgres.ts";
import { recoveryPoints } from "./recovery-points.ts";
import { numberOf, textOf } from "./row.ts";
import { api, page } from "./sources.ts";

const quotas = page("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html");

export const between: Between[] = [
    {
        id: "lb.ListenerRule priority unique",
        property: "priority",
        source: api("elbv2", "CreateRule"),
        types: [aws("lb", "ListenerRule")],
        check: (subjects) =>
            repeated(
                subjects,
                [aws("lb", "ListenerRule")],
                (subject) => {
                    const [listener, priority] = [
                        referenceOf(subject, "listenerArn"),
                        numberOf(subject.inputs.priority),
                    ];
                    return listener === undefined || priority === undefined
                        ? undefined
                        : `${priority} ${listener}`;
                },
                (key, first) =>
                    `is ${key.split(" ")[0]}, which ${first.name} has on the same listener; use a free number`,
            ),
    },
    names,
    ...addresses,
    recoveryPoints,
    {
        id: "iam.RolePolicy policy sum",
        property: "policy",
        source: quotas,
        types: [aws("iam", "RolePolicy")],
        check: (subjects) =>
            [
                ...grouped(subjects, [aws("iam", "RolePolicy")], (subject) => referenceOf(subject, "role")),
            ].flatMap(([role, members]) => {
                const total = members.reduce((sum, { inputs }) => sum + (policySize(inputs.policy) ?? 0), 0);
                const urn = members.at(-1)?.urn ?? "";
                return members.length > 1 && total > 10240
                    ? [
                          {
                              urn,
                              message: `brings the inline policies of ${role} to ${total} characters; use at most 10240 together`,
                          },
                      ]
                    : [];
            }),
    },
    {
        id: "iam.RolePolicyAttachment count",
        property: "policyArn",
        source: quotas,
        types: [aws("iam", "RolePolicyAttachment")],
        check: (subjects) =>
            [
                ...grouped(subjects, [aws("iam", "RolePolicyAttachment")], ({ inputs }) =>
                    textOf(inputs.role),
                ),
            ].flatMap(([role, { length, [10]: over }]) =>
                over === undefined
                    ? []
                    : [
                          {
                              urn: over.urn,
                              message: `is one of ${length} policies on ${role}; attach at most 10`,
                          },
                      ],
            ),
    },
    {
        id: "rds.Instance parameterGroupName family",
        property: "parameterGroupName",
        source: api("rds", "CreateDBParameterGroup"),
        types: [aws("rds", "Instance"), aws("rds", "ParameterGroup")],
        check: (subjects) => {
            const groups = subjects.filter(({ type }) => type === aws("rds", "ParameterGroup"));
            return subjects.flatMap(({ type, urn, inputs }) => {
                const name = textOf(inputs.parameterGroupName);
                const wanted = type === aws("rds", "Instance") ? familyOf(inputs) : undefined;
                const found = groups.find((item) => textOf(item.inputs.name) === name && name !== undefined);
                const family = textOf(found?.inputs.family);
                if (wanted === undefined || family === undefined || family === wanted) return [];
                return [{ urn, message: `is ${name} of the family ${family}; this version takes ${wanted}` }];
            });
        },
    },
];
