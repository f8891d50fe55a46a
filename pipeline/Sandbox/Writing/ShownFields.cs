using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>
/// Reads fields that show a field of another record, such as a campaign member's e-mail, which is its contact's or its
/// lead's. A span is good until the next call. One reader a thread.
/// </summary>
internal sealed class ShownFields(OrgStore store)
{
    private readonly Dictionary<ObjectType, RecordView> _views = [];

    public ReadOnlySpan<byte> Get(RecordView view, Field shown)
    {
        foreach (var path in shown.Shows)
        {
            if (view.Get(view.Type.Find(path[0])!).Length > 0)
            {
                return Follow(view, path, shown);
            }
        }
        return Blank(shown);
    }

    private ReadOnlySpan<byte> Follow(RecordView view, IReadOnlyList<string> path, Field shown)
    {
        for (var step = 0; step < path.Count - 1; step++)
        {
            var lookup = view.Type.Find(path[step])!;
            var id = view.Get(lookup);
            if (id.IsEmpty || Load(store.Schema.Find(lookup.ReferenceTo[0])!, id) is not { } next)
            {
                return Blank(shown);
            }
            view = next;
        }
        return view.Get(view.Type.Find(path[^1])!);
    }

    private RecordView? Load(ObjectType type, ReadOnlySpan<byte> id)
    {
        var number = (int)SfId.Number(id);
        if (!Ascii.Equals(id[..3], type.Prefix) || store.Table(type)[number] is not { IsEmpty: false } blob)
        {
            return null;
        }
        if (!_views.TryGetValue(type, out var view))
        {
            _views[type] = view = new RecordView(store, type);
        }
        view.Load(number, blob);
        return view;
    }

    private static ReadOnlySpan<byte> Blank(Field shown) => shown.Type == FieldType.Boolean ? "false"u8 : default;
}
