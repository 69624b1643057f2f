using System.Text;
using PureEdge.Metering;
using PureEdge.Metering.Normalization;

namespace PureEdge.Limits.Tests.Metering.Normalization;

/// <summary>Known cases, most of them from the standard (UAX #15, its figures and tables).</summary>
public class NormalizationTests
{
    [Theory]
    // Text: Form C, D, KC, KD.
    [InlineData("", "", "", "", "")]
    [InlineData("plain", "plain", "plain", "plain", "plain")]
    [InlineData("\u00E9", "\u00E9", "e\u0301", "\u00E9", "e\u0301")]
    [InlineData("e\u0301", "\u00E9", "e\u0301", "\u00E9", "e\u0301")]
    [InlineData("cr\u00E8me br\u00FBl\u00E9e", "cr\u00E8me br\u00FBl\u00E9e", "cre\u0300me bru\u0302le\u0301e", "cr\u00E8me br\u00FBl\u00E9e", "cre\u0300me bru\u0302le\u0301e")]
    // Singletons: Angstrom, Ohm, Kelvin; the last by compatibility as well.
    [InlineData("\u212B", "\u00C5", "A\u030A", "\u00C5", "A\u030A")]
    [InlineData("\u2126", "\u03A9", "\u03A9", "\u03A9", "\u03A9")]
    [InlineData("\u212A", "K", "K", "K", "K")]
    // Several marks, in any order.
    [InlineData("\u1E69", "\u1E69", "s\u0323\u0307", "\u1E69", "s\u0323\u0307")]
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307", "d\u0323\u0307", "\u1E0D\u0307", "d\u0323\u0307")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307", "q\u0323\u0307", "q\u0323\u0307", "q\u0323\u0307")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323", "\u017F\u0323\u0307", "\u1E69", "s\u0323\u0307")]
    // Marks of one class stay in their order, and block what comes after.
    [InlineData("a\u0301\u0300", "\u00E1\u0300", "a\u0301\u0300", "\u00E1\u0300", "a\u0301\u0300")]
    [InlineData("a\u0308\u0301", "\u00E4\u0301", "a\u0308\u0301", "\u00E4\u0301", "a\u0308\u0301")]
    [InlineData("a\u0315\u0301", "\u00E1\u0315", "a\u0301\u0315", "\u00E1\u0315", "a\u0301\u0315")]
    // A mark of class zero blocks.
    [InlineData("a\u034F\u0301", "a\u034F\u0301", "a\u034F\u0301", "a\u034F\u0301", "a\u034F\u0301")]
    // Exclusions: by script, after the fact, and what does not begin with a starter.
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\u2ADC", "\u2ADD\u0338", "\u2ADD\u0338", "\u2ADD\u0338", "\u2ADD\u0338")]
    [InlineData("\u0344", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301")]
    [InlineData("\u0F73", "\u0F71\u0F72", "\u0F71\u0F72", "\u0F71\u0F72", "\u0F71\u0F72")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165", "\U0001D157\U0001D165", "\U0001D157\U0001D165", "\U0001D157\U0001D165")]
    // Hangul: two letters, three, a syllable and a letter, and what is none.
    [InlineData("\uAC00", "\uAC00", "\u1100\u1161", "\uAC00", "\u1100\u1161")]
    [InlineData("\uD55C\uAE00", "\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\uAC00\u11A8", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8", "\u1100\u1161\u11A8\u11A8", "\uAC01\u11A8", "\u1100\u1161\u11A8\u11A8")]
    [InlineData("\uAC00\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7")]
    [InlineData("\uD7A3", "\uD7A3", "\u1112\u1175\u11C2", "\uD7A3", "\u1112\u1175\u11C2")]
    [InlineData("\u3131\uFFA1", "\u3131\uFFA1", "\u3131\uFFA1", "\u1100\u1100", "\u1100\u1100")]
    // Compatibility.
    [InlineData("\uFB03", "\uFB03", "\uFB03", "ffi", "ffi")]
    [InlineData("2\u2075", "2\u2075", "2\u2075", "25", "25")]
    [InlineData("\u00A0\u00BD", "\u00A0\u00BD", "\u00A0\u00BD", " 1\u20442", " 1\u20442")]
    [InlineData("\uFF76\uFF9E", "\uFF76\uFF9E", "\uFF76\uFF9E", "\u30AC", "\u30AB\u3099")]
    [InlineData("\u01C4", "\u01C4", "\u01C4", "D\u017D", "DZ\u030C")]
    [InlineData("\U0001D518", "\U0001D518", "\U0001D518", "U", "U")]
    // Beyond the first plane, both ways.
    [InlineData("\U0001109A", "\U0001109A", "\U00011099\U000110BA", "\U0001109A", "\U00011099\U000110BA")]
    [InlineData("\U00011099\U000110BA", "\U0001109A", "\U00011099\U000110BA", "\U0001109A", "\U00011099\U000110BA")]
    [InlineData("\U0002F800", "\u4E3D", "\u4E3D", "\u4E3D", "\u4E3D")]
    [InlineData("a\U0001D16D\U0001D165", "a\U0001D165\U0001D16D", "a\U0001D165\U0001D16D", "a\U0001D165\U0001D16D", "a\U0001D165\U0001D16D")]
    public void Known_text_is_normalised(string text, string c, string d, string kc, string kd)
    {
        Assert.Equal(Texts.Hex(c), Texts.Hex(TextNormalizer.Normalize(text, NormalizationForm.FormC)));
        Assert.Equal(Texts.Hex(d), Texts.Hex(TextNormalizer.Normalize(text, NormalizationForm.FormD)));
        Assert.Equal(Texts.Hex(kc), Texts.Hex(TextNormalizer.Normalize(text, NormalizationForm.FormKC)));
        Assert.Equal(Texts.Hex(kd), Texts.Hex(TextNormalizer.Normalize(text, NormalizationForm.FormKD)));
    }

    [Fact]
    public void The_longest_of_all_is_eighteen_characters() =>
        Assert.Equal(
            "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 \u0639\u0644\u064A\u0647 \u0648\u0633\u0644\u0645", TextNormalizer.Normalize("\uFDFA", NormalizationForm.FormKD));

    [Fact]
    public void Halves_of_surrogates_stay_as_they_are()
    {
        foreach (var form in Texts.Forms)
        {
            var (before, after) = form is NormalizationForm.FormC or NormalizationForm.FormKC ? ("\u00E9", "\u1E69") : ("e\u0301", "s\u0323\u0307");
            Assert.Equal(
                Texts.Hex($"\uD83D{before}\uDE00\uDE00{after}\uD83D"), Texts.Hex(TextNormalizer.Normalize("\uD83De\u0301\uDE00\uDE00s\u0307\u0323\uD83D", form)));
        }
    }

    [Fact]
    public void Text_that_is_in_the_form_already_is_given_back()
    {
        Same("all of ASCII: \0\u007F", Texts.Forms);
        Same("Latin: \u00A3\u00E9\u00FF\u0142", [NormalizationForm.FormC]);
        Same("\u65E5\u672C\uD55C\uAE00 \U0001F600 \u0436", [NormalizationForm.FormC, NormalizationForm.FormKC]);
        Same("e\u0301\u65E5\u1112\u1161\u11AB", [NormalizationForm.FormD, NormalizationForm.FormKD]);

        static void Same(string text, NormalizationForm[] forms) => Assert.All(forms, form => Assert.Same(text, TextNormalizer.Normalize(text, form)));
    }

    [Fact]
    public void A_long_run_of_marks_is_sorted_and_keeps_the_order_of_equals()
    {
        // Marks of three classes, of one and of two characters; 0301 and 0300 are of one class, as are 1D165 and 1D166.
        const int Times = 200_000;
        var text = "q" + string.Concat(Enumerable.Repeat("\u0301\U0001D166\u0323\u0300\U0001D165", Times)) + "z";
        var expected = "q" + string.Concat(Enumerable.Repeat("\U0001D166\U0001D165", Times)) + new string('\u0323', Times)
            + string.Concat(Enumerable.Repeat("\u0301\u0300", Times)) + "z";
        foreach (var form in Texts.Forms)
        {
            Assert.True(string.Equals(expected, TextNormalizer.Normalize(text, form), StringComparison.Ordinal), form.ToString());
        }
    }

    [Theory]
    [InlineData("\u0439", NormalizationForm.FormD)]
    [InlineData("\u0438\u0306", NormalizationForm.FormC)]
    public void A_long_text_passes_the_meter_in_each_pass_over_it(string of, NormalizationForm form)
    {
        const int Times = 1_000_000;
        var text = string.Concat(Enumerable.Repeat(of, Times));
        var meter = new RecordingMeter();
        meter.Run(() => TextNormalizer.Normalize(text, form));

        // Measuring it, taking it apart and ordering it: a step is four characters at most.
        Assert.InRange(meter.Slices, 3 * Times / 4 / MeterState.SliceSteps, 1_000);
    }
}
