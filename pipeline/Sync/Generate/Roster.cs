namespace ContactSync.Generate;

/// <summary>One record of one side: whose it is, which of that person's records there (0 is the first), and its row in the file, from 0.</summary>
internal readonly record struct Entry(long Person, int Copy, long Row);

/// <summary>
/// Who is on which side. The first persons are on both; then come those of the local side alone, then those of the org alone. Some have a second
/// record on a side. 78 % of the smaller side is shared; 2 % of the supporters and 3 % of the Contacts are second records.
/// </summary>
internal sealed class Roster
{
    private readonly long _shared;
    private readonly Side _local;
    private readonly Side _org;

    public Roster(long locals, long orgs)
    {
        _shared = Math.Min(locals, orgs) * 78 / 100;
        _local = new Side(locals, locals * 2 / 100);
        _org = new Side(orgs, orgs * 3 / 100);
    }

    /// <summary>The supporters by row; those alone on this side follow the shared ones.</summary>
    public IEnumerable<Entry> Locals => _local.ByRow();

    /// <summary>The Contacts by row.</summary>
    public IEnumerable<Entry> Orgs => _org.ByRow().Select(OrgPerson);

    /// <summary>Whether that person is on both sides.</summary>
    public bool IsShared(long person) => person < _shared;

    /// <summary>The Contacts of a person on both sides.</summary>
    public IEnumerable<Entry> OrgsOf(long sharedPerson) => _org.Of(sharedPerson);

    private Entry OrgPerson(Entry entry) => IsShared(entry.Person) ? entry : entry with { Person = entry.Person - _shared + _local.People };

    /// <summary>One side, its persons numbered from 0: a record for each, then the second records, one for every so many persons.</summary>
    private sealed class Side(long records, long seconds)
    {
        private readonly Shuffle _rows = new(records);
        private readonly long _every = seconds == 0 ? 1 : Math.Max(1, ((records - seconds) / seconds) - 1 | 1);

        public long People => records - seconds;

        public IEnumerable<Entry> ByRow()
        {
            for (long row = 0; row < records; row++)
            {
                var place = _rows.PlaceAt(row);
                yield return place < People ? new Entry(place, 0, row) : new Entry((place - People) * _every, 1, row);
            }
        }

        public IEnumerable<Entry> Of(long person)
        {
            yield return new Entry(person, 0, _rows.RowOf(person));
            if (person % _every == 0 && person / _every < seconds)
            {
                yield return new Entry(person, 1, _rows.RowOf(People + (person / _every)));
            }
        }
    }
}
