namespace ContactSync.Config;

/// <summary>A secret value. It shows as <c>***</c> wherever it is printed, logged or serialised; only <see cref="Reveal"/> gives it out.</summary>
public sealed class Secret(string value)
{
    public string Reveal() => value;

    public override string ToString() => "***";
}
