using Xunit.v3;

namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>The documented behaviour a test stands for, such as <c>EN-14</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class BehaviourAttribute(string id) : Attribute, ITraitAttribute
{
    public string Id { get; } = id;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Behaviour", Id)];
}

/// <summary>The fault of the fault table that a test injects.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FaultAttribute(int number) : Attribute, ITraitAttribute
{
    public int Number { get; } = number;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Fault", $"F{Number}")];
}
