"""The guided eligibility self-test: answers -> next question, facts -> verdict. Pure: no clock, file or network."""
