namespace ContactSync.Transforms.Known;

/// <summary>What is known cannot be read from memory as it stands: cut short, damaged, or made by another program or for other weights. The message says which.</summary>
public sealed class KnownFormatException(string message) : Exception(message);
