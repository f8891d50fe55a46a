using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>The users that can log in: an administrator, the integration user the sync runs as, and those of the schema file. Made when the org has none of their name.</summary>
internal sealed class OrgUsers
{
    private const int AdminNumber = 1;
    private const int IntegrationNumber = 2;
    private const int AliasLength = 8;

    private readonly OrgStore _store;
    private readonly ObjectType _type;
    private readonly Field _active;
    private readonly List<Caller> _all;

    private OrgUsers(OrgStore store)
    {
        _store = store;
        _type = store.Schema.Find("User")!;
        _active = _type.Find("IsActive")!;
        Admin = Make(AdminNumber, "admin@sandbox.example", "admin");
        Integration = Make(IntegrationNumber, "integration@sandbox.example", "integration");
        _all = [Integration, Admin];
    }

    public Caller Admin { get; }

    public Caller Integration { get; }

    public static async Task<OrgUsers> OpenAsync(OrgStore store, long now)
    {
        var users = new OrgUsers(store);
        Task durable;
        lock (store.Gate)
        {
            var transaction = new Transaction(store);
            if (store.Table(users._type).Last == 0)
            {
                users.Save(transaction, users.Admin, "Admin", "Ada", now);
                users.Save(transaction, users.Integration, "Integration", "Ida", now);
            }
            foreach (var row in store.Schema.Users)
            {
                users.Add(transaction, row, now);
            }
            durable = transaction.CommitAsync();
        }
        await durable;
        return users;
    }

    public Caller? ByUsername(string? name) => _all.Find(u => u.Is(name));

    public Caller? ByNumber(int number) => _all.Find(u => u.Number == number);

    /// <summary>The user a client of the schema file acts as; null for any other client.</summary>
    public Caller? ByClient(string client) => _all.Find(u => u != Admin && u != Integration && client == ClientOf(u));

    /// <summary>The OAuth client that acts as a user of the schema file; its secret is this with <c>-secret</c> after it.</summary>
    public static string ClientOf(Caller user) => "sandbox-" + user.Role;

    /// <summary>Whether the user's record says that they are active. Who is not can neither log in nor go on.</summary>
    public bool IsActive(Caller user)
    {
        var blob = _store.Table(_type)[user.Number].Span;
        var fields = new BlobFields(blob);
        while (fields.Next())
        {
            if (fields.Tag == _active.Tag)
            {
                return blob.Slice(fields.Start, fields.Length).SequenceEqual("true"u8);
            }
        }
        return false;
    }

    private void Add(Transaction transaction, UserRow row, long now)
    {
        var table = _store.Table(_type);
        var view = new RecordView(_store, _type);
        var username = _type.Find("Username")!;
        var name = row.Username ?? row.Role + "@sandbox.example";
        for (var number = 1; number <= table.Last; number++)
        {
            view.Load(number, table[number]);
            if (Encoding.UTF8.GetString(view.Get(username)).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                _all.Add(Make(number, name, row.Role) with { ReadOnly = row.ReadOnly });
                return;
            }
        }
        var user = Make(table.Last + 1, name, row.Role) with { ReadOnly = row.ReadOnly };
        Save(transaction, user, row.LastName ?? row.Role, "", now);
        _all.Add(user);
    }

    private Caller Make(int number, string username, string role) =>
        new(number, SfId.Format(_type.Prefix, _store.Catalog.Pod, number), username, role);

    private void Save(Transaction transaction, Caller user, string last, string first, long now)
    {
        var blob = new ValueSlab();
        Blob.WriteHeader(blob.Reserve(Blob.HeaderLength), new RecordHeader(false, now, now, now, AdminNumber, AdminNumber));
        foreach (var (name, value) in new[]
        {
            ("Username", user.Username), ("LastName", last), ("FirstName", first), ("Email", user.Username), ("Alias", user.Role[..Math.Min(user.Role.Length, AliasLength)]), ("IsActive", "true"),
            ("CommunityNickname", user.Role), ("TimeZoneSidKey", "UTC"), ("LocaleSidKey", "en_US"), ("EmailEncodingKey", "UTF-8"), ("LanguageLocaleKey", "en_US"),
            ("ProfileId", SfId.Format("00e", _store.Catalog.Pod, user.Number)), ("UserType", "Standard"),
        })
        {
            if (value.Length > 0)
            {
                VarInt.Write(blob, _type.Find(name)!.Tag);
                var bytes = Encoding.UTF8.GetBytes(value);
                VarInt.Write(blob, bytes.Length);
                blob.Add(bytes);
            }
        }
        transaction.Put(_store.Table(_type), user.Number, blob.Slice(0, blob.Length));
    }
}
