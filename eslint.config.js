// The rules that types can't state: sizes, walls inside a file, honest tests. test/house/walls.test.ts proves each.
import tseslint from "typescript-eslint";

const stackNames = "/^(production|staging)$/";
const byYaml = "Sizes differ by YAML and tier, never by code: make it a setting in Pulumi.<stack>.yaml.";

const anywhere = [
    {
        selector: "ExportDefaultDeclaration",
        message:
            "Export by name: default exports are for rules, configuration files and a program's outputs.",
    },
];
const noStackNames = [
    { selector: `BinaryExpression[operator=/^[!=]==?$/] > Literal[value=${stackNames}]`, message: byYaml },
    { selector: `SwitchCase > Literal.test[value=${stackNames}]`, message: byYaml },
];
const noStackTables = [
    { selector: `ObjectExpression > Property[key.name=${stackNames}]`, message: byYaml },
    { selector: `ObjectExpression > Property[key.value=${stackNames}]`, message: byYaml },
];
const noConfig = [
    {
        selector: "NewExpression[callee.property.name='Config'], NewExpression[callee.name='Config']",
        message: "Only stacks/settings.ts reads pulumi.Config: take the value as an argument.",
    },
    {
        selector: "ImportDeclaration[source.value=/^@pulumi.pulumi/] ImportSpecifier[imported.name='Config']",
        message: "Only stacks/settings.ts reads pulumi.Config: take the value as an argument.",
    },
];
const noSurroundings = [
    {
        selector:
            "MemberExpression[property.name=/^(getStack|getProject)$/], ImportSpecifier[imported.name=/^(getStack|getProject)$/]",
        message: "Components know no stack name: take the name as an argument.",
    },
    {
        selector: "MemberExpression[object.name='process'][property.name='env']",
        message: "Components know no environment: take the value as an argument.",
    },
];
const honestTests = [
    {
        selector:
            "MemberExpression[object.name=/^(describe|context|suite|it|specify|test)$/][property.name=/^(only|skip)$/]",
        message:
            "No .only and no .skip: a test runs, or says by skipUnless() of test/support/skip.ts what it lacks.",
    },
    {
        selector: "CallExpression[callee.name=/^x(describe|context|it|specify)$/]",
        message: "A switched-off test proves nothing: fix it or delete it.",
    },
    {
        selector: "CallExpression[callee.name=/^(it|specify)$/][arguments.length=1]",
        message: "A test without a body proves nothing: write it or delete it.",
    },
    {
        selector: "CallExpression[callee.property.name='skip'][callee.object.type='ThisExpression']",
        message: "Skip through skipUnless() of test/support/skip.ts: it says why.",
    },
];

const syntax = (...lists) => ["error", ...lists.flat()];
const lines = (max) => ["error", { max, skipBlankLines: false, skipComments: false }];

export default tseslint.config(
    { ignores: ["node_modules/**", ".rehearsal/**", "coverage/**", "test/**/programs/**"] },
    // A wall with a door in it is no wall: no comment in a file can switch a rule off.
    { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" } },
    ...tseslint.configs.recommended,
    {
        files: ["**/*.{ts,js,cjs,mjs}"],
        rules: { "max-lines": lines(200), eqeqeq: "error", "no-restricted-syntax": syntax(anywhere) },
    },
    {
        files: ["**/*.ts"],
        rules: {
            "@typescript-eslint/consistent-type-imports": "error",
            "@typescript-eslint/no-unused-vars": [
                "error",
                { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
            ],
        },
    },
    // A forgotten await is a fault that only types show. Elsewhere the types of a whole cloud would have to be read again.
    {
        files: ["rehearsal/**/*.ts", "scripts/**/*.ts", "functions/**/*.ts", "workflow/**/*.ts"],
        languageOptions: {
            parserOptions: { project: "tsconfig.lint.json", tsconfigRootDir: import.meta.dirname },
        },
        rules: {
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/no-misused-promises": "error",
            "@typescript-eslint/await-thenable": "error",
        },
    },
    {
        files: ["*.{js,cjs,mjs}"],
        rules: { "no-restricted-syntax": "off" },
    },
    // CommonJS is written only where nothing else is loaded: by tools, and by the SDK that starts a pack.
    { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
    {
        files: ["rehearsal/**", "scripts/**", "bench/**"],
        rules: { "no-restricted-syntax": syntax(anywhere, noStackNames) },
    },
    {
        files: ["functions/**", "workflow/**", "policies/**"],
        rules: { "no-restricted-syntax": syntax(anywhere, noStackNames, noConfig) },
    },
    // The policy SDK itself types a resource's properties as any, and here every type of resource is read.
    { files: ["policies/*.ts", "bench/reach/*.ts"], rules: { "@typescript-eslint/no-explicit-any": "off" } },
    {
        files: ["policies/rules/*/*.ts"],
        ignores: ["policies/rules/*/index.ts"],
        rules: { "max-lines": lines(40), "no-restricted-syntax": syntax(noStackNames, noConfig) },
    },
    {
        files: ["stacks/**"],
        rules: { "no-restricted-syntax": syntax(anywhere, noStackNames, noStackTables, noConfig) },
    },
    {
        files: ["stacks/index.ts"],
        rules: {
            "max-lines": lines(100),
            "no-restricted-syntax": syntax(noStackNames, noStackTables, noConfig),
        },
    },
    {
        files: ["stacks/settings.ts"],
        rules: { "no-restricted-syntax": syntax(anywhere, noStackNames, noStackTables) },
    },
    {
        files: ["components/**"],
        rules: {
            "max-lines": lines(150),
            "no-restricted-syntax": syntax(anywhere, noStackNames, noStackTables, noConfig, noSurroundings),
        },
    },
    { files: ["scripts/*.ts"], rules: { "max-lines": lines(120) } },
    {
        files: ["test/**"],
        rules: {
            "no-restricted-syntax": syntax(anywhere, honestTests),
            "@typescript-eslint/no-unused-expressions": "off",
        },
    },
    { files: ["test/support/skip.ts"], rules: { "no-restricted-syntax": syntax(anywhere) } },
);
