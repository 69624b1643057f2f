using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Metering.Normalization;

namespace PureEdge.Limits.Tests.Metering.Normalization;

public class NormalizationLaws
{
    private static readonly string[] Pieces =
    [
        "a", "A", "e", "s", "q", " ", "\u00E9", "\u00C5", "\u00A0", "\u017F", "\u1E9B", "\u1E0B", "\u0300", "\u0301", "\u0307", "\u0308", "\u0323", "\u0327", "\u0338", "\u0345", "\u0344",
        "\u034F", "\u0958", "\u093C", "\u0F71", "\u0F72", "\u0F73", "\u0F74", "\u0B47", "\u0B3E", "\u1100", "\u1161", "\u11A8", "\u11A7", "\uAC00", "\uAC01", "\uD7A3", "\u3131",
        "\u212B", "\u2126", "\u2ADC", "\uFB03", "\uFDFA", "\uFF76", "\uFF9E", "\u01C4", "\u0390", "\u1F82", "\u30AB", "\u3099", "\uD834", "\uDD65", "\U0001D15F", "\U0001D165", "\U0001D16D",
        "\U00011099", "\U000110BA", "\U0002F800", "\U0001F600", "\u65E5",
    ];

    // A piece that neither moves nor is taken in nor takes in.
    private static readonly string[] Starters = ["q", " ", "\u65E5", "\U0001F600", "\u0436"];

    private static Arbitrary<string> Text() =>
        Gen.OneOf(Gen.Elements(Pieces), Gen.Choose(0xA0, 0xFFFF).Select(static c => ((char)c).ToString())).ListOf().Select(static pieces => string.Concat(pieces)).ToArbitrary();

    [Property(MaxTest = 3000)]
    public Property What_is_in_a_form_stays_as_it_is() => Prop.ForAll(Text(), static text => Texts.Forms.All(form =>
    {
        var once = TextNormalizer.Normalize(text, form);
        return TextNormalizer.Normalize(once, form) == once && TextNormalizer.IsNormalized(once, form);
    }));

    [Property(MaxTest = 3000)]
    public Property Other_forms_on_the_way_make_no_difference() => Prop.ForAll(Text(), static text =>
    {
        string C(string s) => TextNormalizer.Normalize(s, NormalizationForm.FormC);
        string D(string s) => TextNormalizer.Normalize(s, NormalizationForm.FormD);
        string KC(string s) => TextNormalizer.Normalize(s, NormalizationForm.FormKC);
        string KD(string s) => TextNormalizer.Normalize(s, NormalizationForm.FormKD);
        return C(D(text)) == C(text) && D(C(text)) == D(text)
            && KC(KD(text)) == KC(text) && KD(KC(text)) == KD(text) && KC(C(text)) == KC(text) && KD(D(text)) == KD(text) && C(KC(text)) == KC(text) && D(KD(text)) == KD(text);
    });

    [Property(MaxTest = 3000)]
    public Property Texts_on_both_sides_of_a_starter_are_normalised_on_their_own() =>
        Prop.ForAll(Text(), Gen.Elements(Starters).ToArbitrary(), Text(), static (before, starter, after) => Texts.Forms.All(form =>
            TextNormalizer.Normalize(before + starter + after, form) == TextNormalizer.Normalize(before, form) + TextNormalizer.Normalize(starter + after, form)));

    [Property(MaxTest = 3000)]
    public Property The_order_of_neighbouring_marks_of_different_classes_makes_no_difference() =>
        Prop.ForAll(Text(), Text(), static (before, after) => Texts.Forms.All(form =>
            TextNormalizer.Normalize(before + "\u0323\u0301" + after, form) == TextNormalizer.Normalize(before + "\u0301\u0323" + after, form)));

    [Property(MaxTest = 1000)]
    public Property Nothing_of_ASCII_changes(NonNull<string> text) => Texts.Forms.All(form =>
    {
        var ascii = string.Concat(text.Get.Select(static c => (char)(c & 0x7F)));
        return ReferenceEquals(TextNormalizer.Normalize(ascii, form), ascii);
    }).ToProperty();
}
