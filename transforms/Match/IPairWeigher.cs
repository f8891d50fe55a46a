using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>What pairs are ranked by: the weight of evidence, or the rule that holds. Symmetric, pure, shared by all threads.</summary>
public interface IPairWeigher
{
    /// <summary>More is better; what it counts is the implementation's.</summary>
    int Score(Person left, Person right);
}
