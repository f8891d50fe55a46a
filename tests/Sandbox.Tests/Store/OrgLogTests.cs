using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Tests.Store;

public sealed class OrgLogTests
{
    [Fact]
    public async Task What_a_frame_speaks_of_is_made_durable_before_the_frame_is_written()
    {
        var path = Path.GetTempFileName();
        long before = -1, after = -1;
        await using (var log = new OrgLog(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), 0))
        {
            await log.AppendAsync("one"u8, () => before = new FileInfo(path).Length);
            await log.AppendAsync("two"u8, () => after = new FileInfo(path).Length);
        }
        Assert.Equal((0, 3 + OrgLog.FrameHeader), (before, after));
        Assert.Equal(2 * (3 + OrgLog.FrameHeader), new FileInfo(path).Length);
        File.Delete(path);
    }

    [Fact]
    public async Task When_it_cannot_be_made_durable_the_frame_and_all_later_ones_are_refused()
    {
        var path = Path.GetTempFileName();
        await using (var log = new OrgLog(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), 0))
        {
            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync("one"u8, () => throw new IOException("no space left")));
            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync("two"u8));
        }
        Assert.Equal(0, new FileInfo(path).Length);
        File.Delete(path);
    }
}
