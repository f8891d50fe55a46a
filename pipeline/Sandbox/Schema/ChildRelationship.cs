namespace ContactSync.Sandbox.Schema;

/// <summary>Records of an object that point to another by a lookup, and what that other calls them, such as <c>Contacts</c> of an account.</summary>
internal sealed record ChildRelationship(string Name, ObjectType Child, Field Lookup);
