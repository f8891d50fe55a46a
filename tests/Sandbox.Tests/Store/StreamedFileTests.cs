using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Tests.Store;

public sealed class StreamedFileTests
{
    [Fact]
    public async Task Everything_written_is_in_the_file_in_order_though_flushing_goes_on_meanwhile()
    {
        var path = Path.GetTempFileName();
        var piece = new byte[3 << 20];
        await using (var file = new StreamedFile(path))
        {
            for (byte i = 0; i < 14; i++)
            {
                piece.AsSpan().Fill(i);
                file.Write(piece);
                Assert.Equal((i + 1L) * piece.Length, file.Length);
            }
            await file.FlushAsync();
        }

        var read = await File.ReadAllBytesAsync(path);
        Assert.Equal(14 * piece.Length, read.Length);
        for (byte i = 0; i < 14; i++)
        {
            Assert.False(read.AsSpan(i * piece.Length, piece.Length).ContainsAnyExcept(i));
        }
        File.Delete(path);
    }

    [Fact]
    public async Task A_file_is_begun_anew_and_may_be_left_without_a_flush()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "something longer");
        await using (var file = new StreamedFile(path))
        {
            file.Write("short"u8);
        }
        Assert.Equal("short", await File.ReadAllTextAsync(path));
        File.Delete(path);
    }
}
