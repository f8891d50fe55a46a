using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Writing.Rules;

/// <summary>Runs an object's validation rules over records about to be saved. The caller holds the store's gate. One a thread.</summary>
internal sealed class ValidationCheck
{
    private readonly (ValidationRule Rule, Func<RecordView, bool> Broken)[] _rules;
    private readonly RecordLookup _lookup;

    /// <summary>Throws <see cref="SandboxSetupException"/> where a condition names what the object does not have.</summary>
    public ValidationCheck(OrgStore store, ObjectType type, long now)
    {
        _lookup = new RecordLookup(store);
        _rules = [.. type.ValidationRules.Select(rule => (rule, Compile(store, rule, now)))];
    }

    /// <summary>The first rule the record breaks.</summary>
    public RowError? Check(RecordView record, Caller caller)
    {
        foreach (var (rule, broken) in _rules)
        {
            if (!caller.Is(rule.UnlessUser) && broken(record))
            {
                return rule.Field is { } field ? new RowError("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.Message, field.Name) : new RowError("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.Message);
            }
        }
        return null;
    }

    private Func<RecordView, bool> Compile(OrgStore store, ValidationRule rule, long now)
    {
        if (rule.Existing is { } field)
        {
            return record => record.Get(field) is { IsEmpty: false } value && _lookup.ByKey(rule.Type, field, value) is var (number, count) && (count > 1 || (count == 1 && number != record.Number));
        }
        try
        {
            return new Condition(new QueryScope(store, All: false, now), rule.Condition!, rule.Type, new JoinedIds()).Compile(rule.Condition!.Where!);
        }
        catch (SalesforceFault e)
        {
            throw ValidationRule.Wrong(rule.Name, e.Message);
        }
    }
}
