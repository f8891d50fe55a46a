using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing.Rules;

/// <summary>
/// Makes another record for each new one whose lookup is blank, as packages that want an account for every contact do. What
/// keeps the other from being saved refuses the first, in the trigger's own words and under a validation rule's code.
/// </summary>
internal sealed partial record RecordTrigger(ObjectType Type, ObjectType Creates, Field Into, ImmutableArray<(Field Field, string Text)> Values, string Failure, string? UnlessUser)
{
    /// <summary>Throws <see cref="SandboxSetupException"/> naming what makes no sense.</summary>
    public static RecordTrigger Of(TriggerRow row, OrgSchema schema)
    {
        var type = schema.Find(row.Object) ?? throw Wrong(row.Name, $"the org has no object {row.Object}.");
        var creates = schema.Find(row.Creates) ?? throw Wrong(row.Name, $"the org has no object {row.Creates}.");
        if (creates == type || type.Find(row.Into) is not { } into || !into.ReferenceTo.Contains(creates.Name))
        {
            throw Wrong(row.Name, $"into names no lookup of {type.Name} to {creates.Name}.");
        }
        foreach (var name in row.Values.Values.Append(row.Failure).SelectMany(t => Braces().Matches(t)).Select(m => m.Groups[1].Value))
        {
            _ = name is "error" or "object" or "from" || type.Find(name) is not null ? "" : throw Wrong(row.Name, $"{type.Name} has no field {name}.");
        }
        return new RecordTrigger(
            type, creates, into, [.. row.Values.Select(v => (creates.Find(v.Key) is { System: SystemField.None } field ? field : throw Wrong(row.Name, $"{creates.Name} has no field {v.Key} to set."), v.Value))],
            row.Failure, row.UnlessUser);
    }

    /// <summary>The other record, to be written.</summary>
    public RowDraft Draft(RecordView record)
    {
        var slab = new ValueSlab();
        var starts = new int[Values.Length];
        var lengths = new int[Values.Length];
        var draft = new RowDraft([.. Values.Select(v => new DraftColumn(v.Field))], starts, lengths, slab);
        for (var i = 0; i < Values.Length; i++)
        {
            starts[i] = slab.Length;
            draft.Error ??= ValueReader.Read(Values[i].Field, Encoding.UTF8.GetBytes(Filled(Values[i].Text, record, "").Trim()), slab);
            lengths[i] = slab.Length - starts[i];
        }
        return draft;
    }

    public RowError Refusal(RecordView record, RowError why) => new("FIELD_CUSTOM_VALIDATION_EXCEPTION", Filled(Failure, record, why.Message));

    private string Filled(string text, RecordView record, string error) => Braces().Replace(text, match => match.Groups[1].Value switch
    {
        "error" => error,
        "object" => Creates.Name,
        "from" => Type.Name,
        var name => Encoding.UTF8.GetString(record.Get(Type.Find(name)!)),
    });

    private static SandboxSetupException Wrong(string name, string what) => new($"Trigger {name} in the schema file: {what}");

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Braces();
}
