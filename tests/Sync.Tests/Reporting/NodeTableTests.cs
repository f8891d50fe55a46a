using ContactSync.Dataflow;
using ContactSync.Reporting;
using Spectre.Console;

namespace ContactSync.Sync.Tests.Reporting;

public sealed class NodeTableTests
{
    private static readonly TopologyReading Reading = new("stage", TimeSpan.FromSeconds(10),
    [
        new("extract", 1, 4, 0, 10, 40_960, TimeSpan.FromSeconds(3), TimeSpan.Zero, 0, 0, 1, TimeSpan.FromSeconds(10)),
        new("normalise", 2, 4, 10, 9, 40_960, TimeSpan.FromSeconds(19.4), TimeSpan.FromSeconds(2), 3, 4, 2, TimeSpan.FromSeconds(10)),
    ]);

    [Fact]
    public void A_line_names_the_rows_of_each_node_and_the_bottleneck() =>
        Assert.Equal("stage 10.0 s: rows extract 40,960, normalise 40,960; bottleneck normalise, 97 % busy", NodeTable.Line(Reading));

    [Fact]
    public void The_table_marks_the_bottleneck()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 100;

        console.Write(NodeTable.Table(Reading));

        var line = Assert.Single(text.ToString().Split('\n'), l => l.Contains("bottleneck", StringComparison.Ordinal));
        Assert.Matches(@"normalise\s+2\s+97 %\s+3/4\s+2\.0 s\s+40,960\s+4,096\s+<- bottleneck", line);
    }
}
