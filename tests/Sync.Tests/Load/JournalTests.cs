using ContactSync.Load;
using ContactSync.Runs;

namespace ContactSync.Sync.Tests.Load;

public sealed class JournalTests : IDisposable
{
    private static readonly JournalRecord[] Written =
    [
        new LoadBegun(LoadBegun.CurrentVersion, "20261122t013000z-3fa9", "plan", "config", 10, 1000, 10, "Sync_Key__c", DateTimeOffset.UnixEpoch),
        new SliceIntent(1, 1, 10),
        new JobBound(1, 1, "750000000000001AAA"),
        new JobUploaded(1, 1, "750000000000001AAA"),
        new JobClosed(1, 1, "750000000000001AAA"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("journal-").FullName;
    private readonly DiskFiles _files = new();

    private string File => Path.Combine(_folder, "journal.log");

    [Fact]
    public void Records_come_back_in_order()
    {
        Write(Written);
        Assert.Equal(Written, Journal.Read(_files, File));
    }

    [Fact]
    public void A_tail_torn_at_any_byte_is_cut_back_to_the_last_whole_record()
    {
        Write(Written);
        var whole = System.IO.File.ReadAllBytes(File);
        for (var length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            using (var journal = Journal.Open(_files, File, () => { }))
            {
                Assert.Equal(Written[..journal.Records.Count], journal.Records);
                Assert.Equal(length, new FileInfo(File).Length + journal.TornBytes);
                journal.Append(journal.Records.Count == 0 ? Written[0] : Written[1]);
            }

            Assert.Equal(0, Journal.Open(_files, File, () => { }).TornBytes);
        }
    }

    [Fact]
    public void A_flipped_bit_is_refused_by_name_and_place_and_never_read_as_another_record()
    {
        Write(Written);
        var whole = System.IO.File.ReadAllBytes(File);
        var last = whole.Length - JournalFile.Encode(Written[^1]).Length;
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            System.IO.File.WriteAllBytes(File, flipped);
            if (bit / 8 >= last)
            {
                // Indistinguishable from a torn tail: the protocol asks the org about what the last record said.
                Assert.Equal(Written[..^1], Journal.Read(_files, File));
                continue;
            }

            var refused = Assert.Throws<DamagedFileException>(() => Journal.Read(_files, File));
            Assert.Equal(File, refused.Where);
            Assert.Contains("byte", refused.What, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_newer_version_and_a_journal_without_a_version_are_refused()
    {
        Write([((LoadBegun)Written[0]) with { Version = LoadBegun.CurrentVersion + 1 }]);
        Assert.Throws<DamagedFileException>(() => Journal.Read(_files, File));
        System.IO.File.WriteAllBytes(File, JournalFile.Encode(Written[1]));
        Assert.Throws<DamagedFileException>(() => Journal.Read(_files, File));
    }

    [Fact]
    public void A_fenced_process_writes_nothing()
    {
        Write(Written);
        var before = System.IO.File.ReadAllBytes(File);
        using var journal = Journal.Open(_files, File, () => throw new FencedException("lock"));
        Assert.Throws<FencedException>(() => journal.Append(Written[1]));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void After_a_failed_write_nothing_more_is_written()
    {
        using var journal = Journal.Open(new MortalFiles(4), File, () => { });
        journal.Append(Written[0]);
        Assert.Throws<ProcessDiedException>(() => journal.Append(Written[1]));
        Assert.Throws<LoadStoppedException>(() => journal.Append(Written[1]));
        Assert.Equal(Written[..1], Journal.Read(_files, File));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(IEnumerable<JournalRecord> records)
    {
        System.IO.File.Delete(File);
        using var journal = Journal.Open(_files, File, () => { });
        foreach (var record in records)
        {
            journal.Append(record);
        }
    }
}
