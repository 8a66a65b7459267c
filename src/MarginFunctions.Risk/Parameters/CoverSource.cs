namespace MarginFunctions.Risk.Parameters;

/// <summary>Where an account's own cover comes from before margin is called.</summary>
public enum CoverSource
{
    /// <summary>The customer's reserve, which the customer has agreed may be used.</summary>
    Reserve,

    /// <summary>A margin loan within the customer's credit line.</summary>
    Loan,
}
