namespace ContactSync.Generate;

/// <summary>A person as one side has written them down.</summary>
internal sealed record Record(
    string First, string Last, string Email, string Phone, Home Home, DateOnly? Birthdate, DateTime Created, DateTime Modified, DateTime Stamp);
