using FsCheck;
using FsCheck.Fluent;

namespace MarginFunctions.Engine.Tests.Support;

/// <summary>FsCheck with a fixed seed: every run tries the same cases, so a red test stays red until the code changes.</summary>
internal static class Always
{
    public static void Holds<T>(Gen<T> cases, Action<T> check, int count = 500) =>
        Prop.ForAll(cases.ToArbitrary(), check).Check(Config.QuickThrowOnFailure.WithReplay(20_260_519, 7).WithMaxTest(count));

    /// <summary>A property of cases that a seed makes; the seed is in the failure's message.</summary>
    public static void HoldsForSeeds(Action<int> check, int count = 500) => Holds(Gen.Choose(0, int.MaxValue - 1), check, count);
}
