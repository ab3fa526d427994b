# %% [markdown]
# # Temperatures
#
# Water freezes at 32 degrees Fahrenheit and boils at 212.

# %%
import numpy as np


# %%
def to_celsius(fahrenheit):
    """Convert degrees Fahrenheit to degrees Celsius.

    Parameters
    ----------
    fahrenheit : (...) ndarray
        Temperatures in degrees Fahrenheit.

    Returns
    -------
    (...) ndarray
    """
    ### BEGIN SOLUTION
    return (np.asarray(fahrenheit) - 32) * 5 / 9
    ### END SOLUTION
