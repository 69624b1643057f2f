using FsCheck.Xunit;
using PureEdge.AspNetCore.Observability;

namespace PureEdge.AspNetCore.Tests.Observability;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain \u00fc\n\ttext", "plain \u00fc\n\ttext")]
    [InlineData("\u001b[31m\r\b\u0085\u0000", "\uFFFD[31m\uFFFD\uFFFD\uFFFD\uFFFD")]
    public void Control_characters_are_replaced(string text, string expected) => Assert.Equal(expected, LogText.Clean(text));

    [Property]
    public bool No_text_keeps_a_control_character_but_line_breaks_and_tabs(string? text) =>
        LogText.Clean(text ?? "").All(c => !char.IsControl(c) || c is '\n' or '\t');
}
