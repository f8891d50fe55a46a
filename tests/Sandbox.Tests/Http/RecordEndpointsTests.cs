using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class RecordEndpointsTests
{
    [Fact]
    public async Task A_record_is_made_read_changed_and_deleted()
    {
        await using var org = await TestOrg.StartAsync();

        var id = await org.CreateAsync(new { firstname = "Ann", LASTNAME = "  Lee ", HasOptedOutOfEmail = true, Birthdate = "1980-02-29" });
        await org.SendAsync(HttpMethod.Patch, "/sobjects/contact/" + id[..15], new { FirstName = "", Title = "Dr" }, HttpStatusCode.NoContent);
        var record = await org.GetAsync("/sobjects/Contact/" + id);

        Assert.StartsWith("003", id);
        Assert.Equal(18, id.Length);
        Assert.Equal("Lee", record.GetProperty("LastName").GetString());
        Assert.Equal("Lee", record.GetProperty("Name").GetString());
        Assert.Equal(JsonValueKind.Null, record.GetProperty("FirstName").ValueKind);
        Assert.Equal("Dr", record.GetProperty("Title").GetString());
        Assert.True(record.GetProperty("HasOptedOutOfEmail").GetBoolean());
        Assert.Equal("1980-02-29", record.GetProperty("Birthdate").GetString());
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + id, null, HttpStatusCode.NoContent);
        await org.RefusedAsync(HttpMethod.Get, "/sobjects/Contact/" + id, null, HttpStatusCode.NotFound, "ENTITY_IS_DELETED");
        await org.RefusedAsync(HttpMethod.Patch, "/sobjects/Contact/" + id, new { Title = "x" }, HttpStatusCode.NotFound, "ENTITY_IS_DELETED");
        await org.RefusedAsync(HttpMethod.Get, "/sobjects/Contact/003000000000001AAA", null, HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Upsert_by_external_id_says_whether_it_created()
    {
        await using var org = await TestOrg.StartAsync();
        const string Path = "/sobjects/Contact/Sync_Key__c/store%3A1";

        var made = await org.SendAsync(HttpMethod.Patch, Path, new { LastName = "A" }, HttpStatusCode.Created);
        var changed = await org.SendAsync(HttpMethod.Patch, Path.Replace("store", "STORE", StringComparison.Ordinal), new { LastName = "B" });

        Assert.True(made.GetProperty("created").GetBoolean());
        Assert.False(changed.GetProperty("created").GetBoolean());
        Assert.Equal(made.GetProperty("id").GetString(), changed.GetProperty("id").GetString());
        Assert.Equal("B", (await org.GetAsync(Path + "?fields=LastName,Sync_Key__c")).GetProperty("LastName").GetString());
        await org.RefusedAsync(HttpMethod.Patch, Path, new { Sync_Key__c = "x", LastName = "B" }, HttpStatusCode.BadRequest, "INVALID_FIELD");
        await org.RefusedAsync(HttpMethod.Patch, "/sobjects/Contact/Title/x", new { LastName = "B" }, HttpStatusCode.NotFound, "NOT_FOUND");
        await org.RefusedAsync(HttpMethod.Patch, "/sobjects/Contact/Sync_Key__c/none?updateOnly=true", new { LastName = "B" }, HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task A_key_that_several_records_hold_gives_all_their_urls()
    {
        await using var org = await TestOrg.StartAsync();
        var first = await org.CreateAsync(new { LastName = "A", Email = "x@example.org" });
        var second = await org.CreateAsync(new { LastName = "B", Email = "X@example.org" });

        var urls = await org.SendAsync(HttpMethod.Patch, "/sobjects/Contact/Email/x@example.org", new { LastName = "C" }, HttpStatusCode.MultipleChoices);

        Assert.Equal(new[] { first, second }.Order(), urls.EnumerateArray().Select(u => u.GetString()!.Split('/')[^1]).Order());
    }

    [Theory]
    [InlineData("{}", "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", "LastName")]
    [InlineData("{\"LastName\":\"x\",\"Nope\":1}", "INVALID_FIELD", "No such column 'Nope' on sobject of type Contact", null)]
    [InlineData("{\"LastName\":\"x\",\"Email\":\"foo\"}", "INVALID_EMAIL_ADDRESS", "Email: invalid email address: foo", "Email")]
    [InlineData("{\"LastName\":\"x\",\"Name\":\"y\"}", "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Name. Please check the security settings of this field", "Name")]
    [InlineData("{\"LastName\":\"x\",\"CleanStatus\":\"Odd\"}", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "bad value for restricted picklist field: Odd", "CleanStatus")]
    [InlineData("{\"LastName\":\"x\",\"AccountId\":\"001000000000001\"}", "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "AccountId")]
    [InlineData("{\"LastName\":\"x\",\"AccountId\":\"zzz\"}", "MALFORMED_ID", "Account ID: id value of incorrect type: zzz", "AccountId")]
    [InlineData("{\"LastName\":\"x\",\"Account\":{\"Nope\":\"y\"}}", "INVALID_FIELD", "No such column 'Account' on sobject of type Contact", null)]
    public async Task Rows_that_break_a_rule_are_refused_with_its_code(string body, string code, string message, string? field)
    {
        await using var org = await TestOrg.StartAsync();
        var error = await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", body, HttpStatusCode.BadRequest, code);
        Assert.StartsWith(message, error.GetProperty("message").GetString());
        Assert.Equal(field, error.TryGetProperty("fields", out var fields) ? fields[0].GetString() : null);
        Assert.Equal(0, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task Text_is_measured_in_characters()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync(new { LastName = new string('é', 80) });
        var error = await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", new { LastName = new string('é', 81) }, HttpStatusCode.BadRequest, "STRING_TOO_LONG");
        Assert.EndsWith("(max length=80)", error.GetProperty("message").GetString());
        Assert.StartsWith("Last Name: data value too large: ", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_unique_value_belongs_to_one_live_record()
    {
        await using var org = await TestOrg.StartAsync();
        var first = await org.CreateAsync(new { LastName = "A", Sync_Key__c = "k" });

        var error = await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", new { LastName = "B", Sync_Key__c = "K" }, HttpStatusCode.BadRequest, "DUPLICATE_VALUE");
        await org.SendAsync(HttpMethod.Patch, "/sobjects/Contact/" + first, new { Sync_Key__c = "K" }, HttpStatusCode.NoContent);
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + first, null, HttpStatusCode.NoContent);
        await org.CreateAsync(new { LastName = "C", Sync_Key__c = "k" });

        Assert.Equal($"duplicate value found: Sync_Key__c duplicates value on record with id: {first[..15]}", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_workflow_stamps_edits_of_people_and_not_of_the_integration_user()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(new { LastName = "A" });
        var path = "/sobjects/Contact/" + id;
        Assert.Equal(JsonValueKind.Null, (await org.GetAsync(path)).GetProperty("EN_Last_Modified_Date__c").ValueKind);

        await org.SendAsync(HttpMethod.Patch, path, new { Title = "by hand" }, HttpStatusCode.NoContent, org.Admin);
        var edited = await org.GetAsync(path);
        await org.SendAsync(HttpMethod.Patch, path, new { Title = "by sync" }, HttpStatusCode.NoContent);
        var synced = await org.GetAsync(path);

        Assert.Equal(edited.GetProperty("LastModifiedDate").GetString(), edited.GetProperty("EN_Last_Modified_Date__c").GetString());
        Assert.Equal(edited.GetProperty("EN_Last_Modified_Date__c").GetString(), synced.GetProperty("EN_Last_Modified_Date__c").GetString());
        Assert.NotEqual(edited.GetProperty("LastModifiedById").GetString(), synced.GetProperty("LastModifiedById").GetString());
        Assert.Equal(edited.GetProperty("CreatedById").GetString(), synced.GetProperty("LastModifiedById").GetString());
    }

    [Fact]
    public async Task Collections_answer_each_record_in_order()
    {
        await using var org = await TestOrg.StartAsync();
        var attributes = new { type = "Contact" };

        var made = await org.SendAsync(HttpMethod.Post, "/composite/sobjects", new { allOrNone = false, records = new object[] { new { attributes, LastName = "A" }, new { attributes, FirstName = "x" }, new { attributes, LastName = "C" } } });
        Assert.True(made[0].GetProperty("success").GetBoolean());
        Assert.False(made[1].GetProperty("success").GetBoolean());
        Assert.Equal("REQUIRED_FIELD_MISSING", made[1].GetProperty("errors")[0].GetProperty("statusCode").GetString());
        Assert.False(made[1].TryGetProperty("id", out _));
        var (a, c) = (made[0].GetProperty("id").GetString()!, made[2].GetProperty("id").GetString()!);

        var upserted = await org.SendAsync(HttpMethod.Patch, "/composite/sobjects/Contact/Sync_Key__c", new { records = new[] { new { attributes, Sync_Key__c = "1", LastName = "D" }, new { attributes, Sync_Key__c = "1", LastName = "E" } } });
        Assert.Equal([true, false], upserted.EnumerateArray().Select(r => r.GetProperty("created").GetBoolean()));

        var changed = await org.SendAsync(HttpMethod.Patch, "/composite/sobjects", new { records = new[] { new { attributes, id = a, Title = "T" } } });
        Assert.True(changed[0].GetProperty("success").GetBoolean());
        var read = await org.SendAsync(HttpMethod.Post, "/composite/sobjects/Contact", new { ids = new[] { a, "003000000000009AAA", c }, fields = new[] { "Id", "Title" } });
        Assert.Equal("T", read[0].GetProperty("Title").GetString());
        Assert.Equal(JsonValueKind.Null, read[1].ValueKind);
        var deleted = await org.SendAsync(HttpMethod.Delete, $"/composite/sobjects?ids={a},{c}&allOrNone=false");
        Assert.All(deleted.EnumerateArray(), r => Assert.True(r.GetProperty("success").GetBoolean()));
        Assert.Equal(1, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task All_or_none_takes_the_good_rows_back()
    {
        await using var org = await TestOrg.StartAsync();
        var attributes = new { type = "Contact" };
        var reply = await org.SendAsync(HttpMethod.Post, "/composite/sobjects", new { allOrNone = true, records = new object[] { new { attributes, LastName = "A", Sync_Key__c = "k" }, new { attributes } } });

        Assert.Equal(["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"], reply.EnumerateArray().Select(r => r.GetProperty("errors")[0].GetProperty("statusCode").GetString()));
        Assert.Equal(0, await org.Server.CountAsync("Contact"));
        await org.CreateAsync(new { LastName = "B", Sync_Key__c = "k" });
    }

    [Fact]
    public async Task More_than_two_hundred_records_are_refused()
    {
        await using var org = await TestOrg.StartAsync();
        var records = Enumerable.Range(0, 201).Select(i => new { attributes = new { type = "Contact" }, LastName = "x" });
        await org.RefusedAsync(HttpMethod.Post, "/composite/sobjects", new { records }, HttpStatusCode.BadRequest, "EXCEEDED_ID_LIMIT");
    }
}
