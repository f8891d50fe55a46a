using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>The two users every org has: an administrator, and the integration user the sync runs as. Made on first start.</summary>
internal sealed class OrgUsers
{
    private const int AdminNumber = 1;
    private const int IntegrationNumber = 2;

    private readonly OrgStore _store;
    private readonly ObjectType _type;

    private OrgUsers(OrgStore store)
    {
        _store = store;
        _type = store.Schema.Find("User")!;
        Admin = Make(AdminNumber, "admin@sandbox.example", "admin");
        Integration = Make(IntegrationNumber, "integration@sandbox.example", "integration");
    }

    public Caller Admin { get; }

    public Caller Integration { get; }

    public static async Task<OrgUsers> OpenAsync(OrgStore store, long now)
    {
        var users = new OrgUsers(store);
        if (store.Table(users._type).Last == 0)
        {
            Task durable;
            lock (store.Gate)
            {
                var transaction = new Transaction(store);
                users.Save(transaction, users.Admin, "Admin", "Ada", now);
                users.Save(transaction, users.Integration, "Integration", "Ida", now);
                durable = transaction.CommitAsync();
            }
            await durable;
        }
        return users;
    }

    public Caller? ByUsername(string? name) => Integration.Is(name) ? Integration : Admin.Is(name) ? Admin : null;

    public Caller? ByNumber(int number) => number switch { AdminNumber => Admin, IntegrationNumber => Integration, _ => null };

    private Caller Make(int number, string username, string role) =>
        new(number, SfId.Format(_type.Prefix, _store.Catalog.Pod, number), username, role);

    private void Save(Transaction transaction, Caller user, string last, string first, long now)
    {
        var blob = new ValueSlab();
        Blob.WriteHeader(blob.Reserve(Blob.HeaderLength), new RecordHeader(false, now, now, now, AdminNumber, AdminNumber));
        foreach (var (name, value) in new[]
        {
            ("Username", user.Username), ("LastName", last), ("FirstName", first), ("Email", user.Username), ("Alias", user.Role[..5]), ("IsActive", "true"),
            ("CommunityNickname", user.Role), ("TimeZoneSidKey", "UTC"), ("LocaleSidKey", "en_US"), ("EmailEncodingKey", "UTF-8"), ("LanguageLocaleKey", "en_US"),
            ("ProfileId", SfId.Format("00e", _store.Catalog.Pod, user.Number)), ("UserType", "Standard"),
        })
        {
            VarInt.Write(blob, _type.Find(name)!.Tag);
            var bytes = Encoding.UTF8.GetBytes(value);
            VarInt.Write(blob, bytes.Length);
            blob.Add(bytes);
        }
        transaction.Put(_store.Table(_type), user.Number, blob.Slice(0, blob.Length));
    }
}
