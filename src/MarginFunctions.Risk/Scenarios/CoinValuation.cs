namespace MarginFunctions.Risk.Scenarios;

/// <summary>The price at which what is won or lost in coin, on inverse contracts, counts in account currency.</summary>
public enum CoinValuation
{
    /// <summary>The scenario's price: what the account would own in account currency.</summary>
    ScenarioPrice,

    /// <summary>Today's price: what a venue asks of an account that is margined in the coin itself. Collateral in coin does not move then.</summary>
    CurrentPrice,
}
