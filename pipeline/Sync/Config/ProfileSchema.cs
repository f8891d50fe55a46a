namespace ContactSync.Config;

/// <summary>Every key of a profile file.</summary>
internal static class ProfileSchema
{
    private static readonly FormRule Field = new("a local field: lower case letters, digits and _", Forms.LocalField());
    private static readonly FormRule ApiName = new("an API name", Forms.ApiName());
    private static readonly ChoiceRule Writes = new("always", "createOnly", "never");
    private static readonly ChoiceRule Takes = new("always", "never");
    private static readonly ChoiceRule Blanks = new("clear", "keep");
    private static readonly ChoiceRule Conflicts = new("newest", "local", "salesforce");
    private static readonly ChoiceRule Keys = new("id", "exact", "rules", "weights");

    public static ConfigSchema Schema { get; } = new(
    [
        new("name", new FormRule("lower case letters, digits, - and _", Forms.Name()), null, "The name in screens and manifests.") { Required = true },
        new("select.object", ApiName, null, "The org's object.") { Required = true },
        new("select.cursor", ApiName, null, "The date-time field of the object that a change moves.") { Required = true },
        new("select.require[].side", new ChoiceRule("local", "org"), null, "The side of the record that must have the field.") { Required = true },
        new("select.require[].field", Field, null, "The field it must have.") { Required = true },
        new("select.require[].when", new ChoiceRule("always", "create"), "always", "For every write to the other side, or only where it would make a new record."),
        new("select.require[].reason", new TextRule(), null, "The reason a skipped record is given.") { Required = true },
        new("map[].field", Field, null, "The local field.") { Required = true },
        new("map[].org", ApiName, null, "The field of the org's object.") { Required = true },
        new("map[].type", new ChoiceRule("text", "email", "phone", "date", "boolean", "number"), "text", "How values are normalised and compared."),
        new("map[].role", new ChoiceRule("value", "email", "firstName", "lastName"), "value", "What the field means to matching."),
        new("map[].consent", new ChoiceRule("optOut", "optIn"), null, "For a flag about consent: what it says when set. A run that would turn an opt-out into an opt-in stops (exit 4)."),
        new("identify.pull[].key", Keys, null, "A way to find the supporter of a Contact, tried in order.") { Required = true },
        new("identify.pull[].field", Field, null, "The field of an exact key."),
        new("identify.push[].key", Keys, null, "A way to find the Contact of a supporter, tried in order.") { Required = true },
        new("identify.push[].field", Field, null, "The field of an exact key."),
        new("identify.onMany", new ChoiceRule("review", "first"), "review", "When several fit equally: a person decides, or the oldest is taken."),
        .. RuleSchema.Keys("identify.rules", Field),
        new("govern.conflict", Conflicts, "newest", "Who wins where both sides changed a field."),
        new("govern.blank", Blanks, "clear", "Whether a blank clears the value it replaced."),
        new("govern.push", Writes, "always", "Whether fields are sent to the org."),
        new("govern.pull", Takes, "always", "Whether fields are sent to the store."),
        new("govern.deletedInSalesforce", new ChoiceRule("detach"), "detach", "What becomes of a supporter whose Contact was deleted: it stays and loses its link."),
        new("govern.fields[].field", Field, null, "A field with rules of its own.") { Required = true },
        new("govern.fields[].push", Writes, null, "As govern.push."),
        new("govern.fields[].pull", Takes, null, "As govern.pull."),
        new("govern.fields[].blank", Blanks, null, "As govern.blank."),
        new("govern.fields[].conflict", Conflicts, null, "As govern.conflict."),
        new("duplicates.lookup", new ChoiceRule("off", "on"), "off", "Whether records that the org refuses as duplicates are looked up there and linked; the next run sends them by Id."),
        new("duplicates.errors[].code", new TextRule(), null, "The code of a refusal that means: it is there already.") { Required = true },
        new("duplicates.errors[].message", new TextRule(), null, "A piece of its message; case, names and what ends the message do not matter. Any message when left out."),
        new("duplicates.match[].field", Field, null, "A field that must agree for the two to be the same.") { Required = true },
        new("duplicates.match[].method", new ChoiceRule("exact", "fuzzy"), "exact", "By its key, or by FuzzySharp's Ratio of the two names."),
        new("duplicates.match[].atLeast", new WholeRule(1, 100), null, "The least Ratio of a fuzzy field, 1 to 100. Lower links more, higher leaves more failed."),
    ]);

    /// <summary>The same keys as pipeline.json may override them, for one installation without a file of its own.</summary>
    public static IEnumerable<ConfigKey> Overrides => Schema.Keys.Where(k => k.Path != "name").Select(k => k with
    {
        Path = $"{OverrideName}.{k.Path}",
        Default = null,
        Required = k.Required && k.Path.Contains("[]", StringComparison.Ordinal),
    });

    public const string OverrideName = "override";
}
