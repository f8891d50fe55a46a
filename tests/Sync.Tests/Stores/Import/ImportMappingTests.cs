using ContactSync.Stores;
using ContactSync.Stores.Import;

namespace ContactSync.Sync.Tests.Stores.Import;

public sealed class ImportMappingTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Pairs_are_read_from_text_and_from_json_alike()
    {
        File.WriteAllText(_file, """{ "supporter_id": "id", "last_name": "sur, name" }""");

        Assert.Equal([("supporter_id", "id"), ("last_name", "surname")], ImportMapping.Parse("supporter_id=id, last_name = surname", StoreFields.Default).Pairs);
        Assert.Equal([("supporter_id", "id"), ("last_name", "sur, name")], ImportMapping.Load(_file, StoreFields.Default).Pairs);
    }

    [Theory]
    [InlineData("lastname=x", "Did you mean 'last_name'?")]
    [InlineData("last_name", "no pair")]
    [InlineData("last_name=", "no pair")]
    [InlineData("last_name=a,last_name=b", "mapped twice")]
    [InlineData("synced_at=x", "no field 'synced_at'")]
    [InlineData("", "empty")]
    public void A_wrong_mapping_is_refused(string text, string part)
    {
        Assert.Contains(part, Assert.Throws<StoreException>(() => ImportMapping.Parse(text, StoreFields.Default)).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "not an object")]
    [InlineData("{ \"city\": 1 }", "not an object")]
    [InlineData("{ \"city\": ", "not JSON")]
    [InlineData("{ \"town\": \"x\" }", "no field 'town'")]
    public void A_wrong_mapping_file_is_refused(string json, string part)
    {
        File.WriteAllText(_file, json);

        Assert.Contains(part, Assert.Throws<StoreException>(() => ImportMapping.Load(_file, StoreFields.Default)).What, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);
}
