using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.BadInput;

/// <summary>Files that are no clean CSV: what can be read is taken in, each bad row is named with its line and reason.</summary>
internal static class ImportCases
{
    private const string Header = "supporter_id,first_name,last_name,email,city";
    private const string Good = "\n7,Gil,Oak,gil@example.org,Lyon\n";

    public static IEnumerable<BadCase> All { get; } =
    [
        Refused("an imported row that is not UTF-8", [.. "8,Hal,M"u8, 0xFC, .. "ller,hal@example.org,Bonn"u8], "line 3: invalid_utf8: "),
        Refused("an imported row with a NUL", "8,Hal,M\0ller,hal@example.org,Bonn"u8, "line 3: nul_byte: "),
        Refused("an imported row with a lone quote", "8,Hal,Mo\"ller,hal@example.org,Bonn"u8, "line 3: malformed_csv: a quote stands inside an unquoted field"),
        Refused("an imported row with a quote that is never closed", "8,Hal,\"Moller,hal@example.org,Bonn"u8, "line 3: malformed_csv: "),
        Refused("an imported row of too few columns", "8,Hal,Moller"u8, "line 3: column_count: the row has 3 columns, the header has 5"),
        Refused("an imported row whose key is a megabyte", [.. Cell(1 << 20), .. ",Hal,Moller,hal@example.org,Bonn"u8], "line 3: key_invalid: "),
        // An org fails the whole job for such a cell, so its row is kept out of it.
        new("an imported cell of a megabyte", 0, async w =>
        {
            var imported = await ImportAsync(w, [.. "8,Hal,Moller,hal@example.org,"u8, .. Cell(1 << 20)]);
            Assert.True(imported.ExitCode == 0, imported.ToString());
            return await w.CallAsync("run");
        })
        {
            Prints = ["1 skipped \\(too long for any org 1\\)", "load org +1 job · 5 planned = 5 ok"], Mend = w => w.SetAsync("8", "city=Bonn"), People = 8,
        },
        new("an imported file with a byte order mark, CRLF, blank lines and line ends inside quotes", 0, async w =>
        {
            var file = Path.Combine(w.Folder, "windows.csv");
            await File.WriteAllBytesAsync(
                file, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("supporter_id,last_name,email,street\r\n\r\n7,Oak,gil@example.org,\"1 \"\"Mill\"\" Rd\r\nFlat 2, rear\"\r\n")]);
            var imported = await w.ImportFileAsync(file);
            Assert.True(imported.ExitCode == 0, imported.ToString());
            var result = await w.CallAsync("run");
            var street = Assert.Single(await w.Org.QueryAsync("SELECT MailingStreet FROM Contact WHERE LastName = 'Oak'")).GetProperty("MailingStreet").GetString();
            Assert.Equal("1 \"Mill\" Rd\nFlat 2, rear", street!.ReplaceLineEndings("\n"));
            return result;
        })
        {
            Prints = ["load org +1 job · 4 planned = 4 ok"], People = 6,
        },
        new("an imported file that is not there", 5, w => w.CallAsync("store", "import", "nowhere.csv"))
        {
            What = "The file cannot be read", Where = "nowhere.csv", Now = "Check the name", ChangesNothing = true,
        },
        new("an imported file that is empty", 5, async w =>
        {
            await File.WriteAllTextAsync(Path.Combine(w.Folder, "empty.csv"), "");
            return await w.CallAsync("store", "import", "empty.csv");
        })
        {
            What = "The file is empty", Where = "empty.csv", Now = "Name a CSV file", ChangesNothing = true,
        },
    ];

    /// <summary>A good row, the bad one, a good one: exit 2, the good ones are in.</summary>
    private static BadCase Refused(string name, ReadOnlySpan<byte> row, string says)
    {
        var bytes = row.ToArray();
        return new(name, 2, w => ImportAsync(w, bytes))
        {
            Prints = ["inserted 2 .* refused 1", "refused +" + says, "next +.*import"],
            People = 7,
        };
    }

    private static Task<CliResult> ImportAsync(World world, ReadOnlySpan<byte> row)
    {
        var file = Path.Combine(world.Folder, "bad.csv");
        File.WriteAllBytes(file, [.. Encoding.UTF8.GetBytes(Header + Good), .. row, .. "\n9,Ivy,Elm,ivy@example.org,Rome\n"u8]);
        return world.ImportFileAsync(file);
    }

    private static byte[] Cell(int bytes)
    {
        var cell = new byte[bytes];
        cell.AsSpan().Fill((byte)'x');
        return cell;
    }
}
