using System.Globalization;

namespace ContactSync.DuckDb;

/// <summary>
/// A folder that one database alone spills to, inside one that several may be told to use. DuckDB numbers its files there from zero, so two databases in one folder write over
/// each other's blocks: queries then return wrong rows or end the process.
/// </summary>
/// <remarks>
/// DuckDB makes the folder when it first spills and removes it when it closes. A lock file beside it says that its owner lives, which is the database and each of its connections, for a connection
/// that outlives the database object may still spill. What a killed process left is removed by the next owner.
/// </remarks>
internal sealed class SpillFolder : IDisposable
{
    private const string Prefix = "spill-";
    private const string LockEnding = ".lock";
    private const int MostOwners = 1000;

    private readonly FileStream _lock;
    private readonly string _parent;
    private readonly bool _madeParent;
    private int _owners = 1;

    private SpillFolder(string parent, bool madeParent, string path, FileStream held) => (_parent, _madeParent, Path, _lock) = (parent, madeParent, path, held);

    /// <summary>What to give to DuckDB as its temporary folder; it need not exist.</summary>
    public string Path { get; }

    /// <summary>A folder of its own in <paramref name="parent"/>, which is made where it is missing.</summary>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public static SpillFolder In(string parent)
    {
        var madeParent = !Directory.Exists(parent);
        Directory.CreateDirectory(parent);
        Sweep(parent);
        for (var number = 1; ; number++)
        {
            var path = System.IO.Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}"));
            try
            {
                var held = new FileStream(path + LockEnding, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                if (!Directory.Exists(path))
                {
                    return new SpillFolder(parent, madeParent, path, held);
                }

                // Left by a killed process, and could not be removed.
                held.Dispose();
            }
            catch (IOException) when (number < MostOwners)
            {
                // Another has this number.
            }
        }
    }

    /// <summary>One more owner, who disposes as well.</summary>
    public SpillFolder Share()
    {
        Interlocked.Increment(ref _owners);
        return this;
    }

    /// <summary>Ends one owner's part; the last lets the folder go.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) > 0)
        {
            return;
        }

        _lock.Dispose();
        if (!_madeParent)
        {
            return;
        }

        try
        {
            Directory.Delete(_parent);
        }
        catch (IOException)
        {
            // Others spill there too, or the folder went with the one it lies in.
        }
    }

    private static void Sweep(string parent)
    {
        foreach (var path in Directory.EnumerateFiles(parent, Prefix + "*" + LockEnding))
        {
            try
            {
                using var abandoned = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                var folder = path[..^LockEnding.Length];
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Its owner lives, another sweep has it, or it is another user's.
            }
        }
    }
}
