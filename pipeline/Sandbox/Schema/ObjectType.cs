using System.Collections.Frozen;
using System.Collections.Immutable;
using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Writing.Rules;

namespace ContactSync.Sandbox.Schema;

/// <summary>An object of the org: its fields in describe order, found by name without regard to case.</summary>
internal sealed class ObjectType
{
    private readonly FrozenDictionary<string, Field> _byName;
    private readonly FrozenDictionary<string, Field> _byRelationship;

    public ObjectType(string name, string label, string plural, string prefix, bool deletable, IEnumerable<Field> fields)
    {
        Name = name;
        Label = label;
        Plural = plural;
        Prefix = prefix;
        Deletable = deletable;
        Fields = [.. fields];
        for (var i = 0; i < Fields.Length; i++)
        {
            Fields[i].Ordinal = i;
        }
        _byName = Fields.ToFrozenDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
        _byRelationship = Fields.Where(f => f.RelationshipName is not null && f.Type == FieldType.Reference)
            .ToFrozenDictionary(f => f.RelationshipName!, StringComparer.OrdinalIgnoreCase);
        Indexed = [.. Fields.Where(f => f.Indexed)];
        Required = [.. Fields.Where(f => f.Required)];
        Defaulted = [.. Fields.Where(f => f is { Default: not null, System: SystemField.None })];
        Kept = [.. Defaulted.Where(f => f is { Updateable: true, Nillable: false } && f.Type != FieldType.Boolean)];
        Id = _byName["Id"];
        Owner = Find("OwnerId");
    }

    public string Name { get; }

    public string Label { get; }

    public string Plural { get; }

    /// <summary>The first three characters of every id of this object.</summary>
    public string Prefix { get; }

    public bool Deletable { get; }

    public bool DeepCloneable { get; init; }

    /// <summary>The flags most objects show as true in describe and this one as false.</summary>
    public ImmutableArray<string> Lacks { get; init; } = [];

    public ImmutableArray<Field> Fields { get; }

    public ImmutableArray<Field> Indexed { get; }

    public ImmutableArray<Field> Required { get; }

    public ImmutableArray<Field> Defaulted { get; }

    /// <summary>Fields that get a value when a record is made and may change it, but never lose it.</summary>
    public ImmutableArray<Field> Kept { get; }

    public Field Id { get; }

    public Field? Owner { get; }

    /// <summary>One more than the highest storage tag; set when the data folder's catalogue is read.</summary>
    public int TagCount { get; set; }

    /// <summary>The number the object's records are stored under; set when the data folder's catalogue is read.</summary>
    public int Number { get; set; } = -1;

    public ImmutableArray<Workflow> Workflows { get; set; } = [];

    public ImmutableArray<RecordTrigger> Triggers { get; set; } = [];

    public ImmutableArray<ValidationRule> ValidationRules { get; set; } = [];

    /// <summary>Saving a record takes more than the object itself asks for.</summary>
    public bool HasRules => !DuplicateRules.IsEmpty || !ValidationRules.IsEmpty || !Triggers.IsEmpty;

    /// <summary>The active duplicate rules, in the order they run.</summary>
    public ImmutableArray<DuplicateRule> DuplicateRules { get; set; } = [];

    /// <summary>What points here by name; set when the schema is put together.</summary>
    public ImmutableArray<ChildRelationship> Children { get; set; } = [];

    public Field? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The lookup field behind a relationship name such as <c>Account</c> or <c>Owner</c>, if a query can follow it.</summary>
    public Field? FindRelationship(string name) => FindLookup(name) is { Followable: true } field ? field : null;

    /// <summary>The lookup field behind a relationship name, be it to one object or, as <c>Who</c> of a Task, to several.</summary>
    public Field? FindLookup(string name) => _byRelationship.GetValueOrDefault(name);
}
