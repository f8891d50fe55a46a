using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.People;

/// <summary>
/// Turns records as they come into what matching compares. The record itself stays as it is; nothing made here is ever written back. Makes a few
/// buffers a batch and nothing a row. For one thread at a time; make one a worker.
/// </summary>
public sealed class PersonNormalizer : IDisposable
{
    private const int LongestValue = 600;

    private readonly ReferenceLists _lists;
    private readonly PersonColumns _columns;
    private readonly NameParts _name;
    private readonly EmailParts _email;
    private readonly AddressParts _address;
    private readonly TextBuffer _phone = new();
    private readonly TextBuffer _company = new();
    private readonly Scratch _scratch = new();
    private readonly byte[] _work = new byte[64 * 1024];
    private int _workUsed;
    private PersonBlock _block = null!;

    public PersonNormalizer(ReferenceLists lists, PersonColumns columns)
    {
        ArgumentNullException.ThrowIfNull(lists);
        (_lists, _columns) = (lists, columns);
        (_name, _email, _address) = (new NameParts(lists), new EmailParts(lists), new AddressParts(lists));
    }

    /// <summary>Appends every row of the batch to the block, in order. <paramref name="source"/> numbers where the batch comes from.</summary>
    public void Append(RecordBatch batch, PersonBlock block, byte source = 0)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(block);
        _block = block;
        for (var row = 0; row < batch.RowCount; row++)
        {
            Append(batch, row, source);
        }
    }

    /// <summary>Gives the working memory back.</summary>
    public void Dispose() => _scratch.Dispose();

    private void Append(RecordBatch batch, int row, byte source)
    {
        _workUsed = 0;
        ReadName(batch, row);
        _email.Read(_columns.Value(batch, row, PersonRole.Email), Work(LongestValue * 2));
        var country = Country(Fold(batch, row, PersonRole.Country));
        PhoneParts.Read(_columns.Value(batch, row, PersonRole.Phone), _lists.PlanOf(country), _phone);
        _address.Read(Fold(batch, row, PersonRole.Street));
        ReadCompany(Fold(batch, row, PersonRole.Company));
        var gender = _lists.Genders.TryGet(Fold(batch, row, PersonRole.Gender), out var value) ? (Gender)(value[0] - '0') : Gender.Unknown;

        _block.Begin(BirthDate.Parse(Cut(_columns.Value(batch, row, PersonRole.DateOfBirth))), _name.Suffix, gender, _email.IsRole, source);
        _block.Text(PersonField.First, _name.First.Text);
        _block.Text(PersonField.Middle, _name.Middle.Text);
        _block.Text(PersonField.Last, _name.Last.Text);
        _block.Text(PersonField.Email, _email.Exact.Text);
        _block.Text(PersonField.EmailCanonical, _email.Canonical.Text);
        _block.Text(PersonField.Phone, _phone.Text);
        _block.Text(PersonField.Street, _address.Street.Text);
        _block.Text(PersonField.House, _address.House.Text);
        _block.Text(PersonField.City, Fold(batch, row, PersonRole.City));
        _block.Text(PersonField.State, Fold(batch, row, PersonRole.State));
        _block.Text(PersonField.Postcode, Postcode(Fold(batch, row, PersonRole.PostalCode)));
        _block.Text(PersonField.Country, country);
        _block.Text(PersonField.NationalId, Identifier(Fold(batch, row, PersonRole.NationalId)));
        _block.Text(PersonField.ExternalId, Cut(_columns.Value(batch, row, PersonRole.ExternalId)));
        _block.Text(PersonField.Company, _company.Text);
        _block.Text(PersonField.Extra, Fold(batch, row, PersonRole.Extra));
        _block.End();
    }

    private void ReadName(RecordBatch batch, int row)
    {
        var first = Fold(batch, row, PersonRole.FirstName);
        var (last, given) = AtComma(_columns.Value(batch, row, PersonRole.LastName));
        if (first.IsEmpty && last.IsEmpty)
        {
            var (whole, behind) = AtComma(_columns.Value(batch, row, PersonRole.FullName));
            if (!whole.IsEmpty)
            {
                _name.ReadWhole(whole, behind);
                return;
            }
        }

        _name.Read(first, Fold(batch, row, PersonRole.MiddleName), last, given, Fold(batch, row, PersonRole.Suffix));
    }

    /// <summary>"Last, First": what stands before and behind the comma, folded. Behind one that only a suffix follows stands no given name.</summary>
    private FoldedPair AtComma(ReadOnlySpan<byte> value)
    {
        var comma = value.IndexOf((byte)',');
        if (comma < 0)
        {
            return new FoldedPair(Fold(value), default);
        }

        var behind = Fold(value[(comma + 1)..]);
        return _lists.Suffixes.Contains(behind) ? new FoldedPair(Fold(value), default) : new FoldedPair(Fold(value[..comma]), behind);
    }

    private void ReadCompany(ReadOnlySpan<byte> words)
    {
        _company.Clear();
        foreach (var word in new Words(words))
        {
            if (!_lists.LegalForms.Contains(word))
            {
                _company.AddWord(word);
            }
        }
    }

    private ReadOnlySpan<byte> Country(ReadOnlySpan<byte> words) => _lists.Countries.TryGet(words, out var iso) ? iso : words;

    private ReadOnlySpan<byte> Postcode(ReadOnlySpan<byte> words)
    {
        var text = Identifier(words);

        // ZIP+4: the first five say where; the rest is mostly left out.
        return text.Length == 9 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? text[..5] : text;
    }

    /// <summary>The words without blanks between; blank where all characters are the same, which nobody's number is.</summary>
    private ReadOnlySpan<byte> Identifier(ReadOnlySpan<byte> words)
    {
        var target = Work(words.Length);
        var length = 0;
        foreach (var b in words)
        {
            if (b != ' ')
            {
                target[length++] = b;
            }
        }

        ReadOnlySpan<byte> text = target[..length];
        return length > 1 && text.IndexOfAnyExcept(text[0]) < 0 ? default : text;
    }

    private ReadOnlySpan<byte> Fold(RecordBatch batch, int row, PersonRole role) => Fold(_columns.Value(batch, row, role));

    private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return default;
        }

        value = Cut(value);
        var target = Work((3 * value.Length) + 16);
        var words = Folding.Words(value, target, _scratch);
        if (_lists.Placeholders.Contains(words))
        {
            _block.Placeholders++;
            return default;
        }

        return words;
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> value)
    {
        var length = Math.Min(value.Length, LongestValue);
        while (length < value.Length && length > 0 && (value[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return value[..length];
    }

    private Span<byte> Work(int length)
    {
        var start = Math.Min(_workUsed, _work.Length - length);
        _workUsed = start + length;
        return _work.AsSpan(start, length);
    }

    private readonly ref struct FoldedPair(ReadOnlySpan<byte> before, ReadOnlySpan<byte> behind)
    {
        private readonly ReadOnlySpan<byte> _before = before;
        private readonly ReadOnlySpan<byte> _behind = behind;

        public void Deconstruct(out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> behind)
        {
            before = _before;
            behind = _behind;
        }
    }
}
